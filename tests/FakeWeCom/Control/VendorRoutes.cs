using FakeWeCom.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FakeWeCom.Control;

/// <summary>What the vendor and the administrator do, over HTTP: callback address, clock, faults, limits.</summary>
internal static class VendorRoutes
{
    public static void Map(RouteGroupBuilder fake, FakeWeComHost host)
    {
        fake.MapPost("/callback", async Task<object> (CallbackAddress body) =>
        {
            if (!body.Verify) host.CallbackTo(body.Url, body.AgentId);
            return new { complaint = body.Verify ? await host.SaveCallbackAsync(body.Url, body.AgentId) : null };
        });
        fake.MapPost("/clock", object (Moving body) =>
        {
            host.Clock.Advance(TimeSpan.FromSeconds(body.AdvanceSeconds));
            return new { now = host.Clock.GetUtcNow() };
        });
        fake.MapPost("/faults", (FaultWanted body) => host.Faults.Add(new Fault(body.Kind)
        {
            Path = body.Path, Times = body.Times ?? 1, Code = body.Code ?? -1, For = body.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        }));
        fake.MapDelete("/faults", host.Faults.Clear);
        fake.MapPost("/tokens/revoke", host.Faults.RevokeTokens);
        fake.MapPost("/callbacks", (CallbackFaults body) =>
        {
            if (body.Drop is { } drop) host.Faults.DropCallbacks = drop;
            if (body.Double is { } twice) host.Faults.DoubleCallbacks = twice;
            if (body.Hold == true) host.Faults.HoldCallbacks();
            if (body.Hold == false) host.Faults.ReleaseCallbacks(body.Reversed);
        });
        fake.MapPost("/behaviour", (Behaving body) =>
        {
            var behaviour = host.Options.Behaviour;
            if (body.Windows is { } windows) behaviour.Windows = windows;
            if (body.ExpiredTokenCode is { } code) behaviour.ExpiredTokenCode = code;
            if (body.UnevenPages is { } uneven) behaviour.UnevenPages = uneven;
        });
        fake.MapPost("/groups", (GroupWanted body) => host.GroupOwner(body.Owner).Group(body.ChatId, body.Name).ChatId);
        fake.MapPost("/groups/owners/{userId}/tap", object (string userId) =>
        {
            var owner = host.GroupOwner(userId);
            var waiting = owner.Waiting;
            foreach (var task in waiting) owner.Tap(task);
            return new { tapped = waiting.Count };
        });
        fake.MapGet("/groups/{chatId}", (string chatId) => host.GroupOwner("").Lines(chatId));
        fake.MapPost("/robots/{key}/remove", (string key) => host.Group(key).RemoveRobot());
    }

    internal sealed record CallbackAddress(string Url, int? AgentId, bool Verify = false);

    internal sealed record Moving(double AdvanceSeconds);

    internal sealed record GroupWanted(string ChatId, string Name, string Owner);

    internal sealed record FaultWanted(FaultKind Kind, string? Path, int? Times, double? Seconds, int? Code);

    internal sealed record CallbackFaults(int? Drop, int? Double, bool? Hold, bool Reversed = false);

    internal sealed record Behaving(WindowRefusal? Windows, int? ExpiredTokenCode, bool? UnevenPages);
}
