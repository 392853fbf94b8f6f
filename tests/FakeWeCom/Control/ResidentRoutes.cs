using FakeWeCom.Phones;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FakeWeCom.Control;

/// <summary>What residents do, over HTTP.</summary>
internal static class ResidentRoutes
{
    // An AMR file of two silent seconds.
    private static readonly byte[] Silence = [.. "#!AMR\n"u8, .. Enumerable.Repeat((byte)0x7C, 100)];

    public static void Map(RouteGroupBuilder fake, FakeWeComHost host)
    {
        var of = fake.MapGroup("/residents/{id}");
        ResidentPhone Phone(string id, string? kf) => host.Resident(id, kf);
        of.MapPost("/enter", (string id, string? kf, Entering body) =>
        {
            if (body.Link is not null) Phone(id, kf).Open(body.Link);
            else Phone(id, kf).Enter(body.Scene ?? "", body.SceneParam ?? "");
        });
        of.MapPost("/say", object (string id, string? kf, Words body) => new { msgid = Phone(id, kf).Say(body.Text) });
        of.MapPost("/tap", object (string id, string? kf, Tapped body) => new { msgid = Phone(id, kf).Tap(body.Choice) });
        of.MapPost("/photo", async Task<object> (string id, string? kf, HttpRequest request) => new { msgid = Phone(id, kf).SendPhoto(await BytesAsync(request)) });
        of.MapPost("/voice", async Task<object> (string id, string? kf, HttpRequest request) => new { msgid = Phone(id, kf).SendVoice(await BytesAsync(request) is { Length: > 0 } amr ? amr : Silence) });
        of.MapPost("/location", object (string id, string? kf, Place body) => new { msgid = Phone(id, kf).SendLocation(body.Latitude, body.Longitude, body.Name, body.Address) });
        of.MapPost("/recall", (string id, string? kf, Recalled body) => Phone(id, kf).Recall(body.MsgId));
        of.MapPost("/refuse", (string id, string? kf, Refusing body) => Phone(id, kf).Refuses = body.Refuses);
        of.MapPost("/servicer", (string id, string? kf, Servicing body) => Serve(Phone(id, kf), body));
        of.MapGet("/messages", (string id, string? kf) => Phone(id, kf).Lines.Select(View.Line));
    }

    private static void Serve(ResidentPhone phone, Servicing body)
    {
        switch (body.Action)
        {
            case "takes":
                phone.ServicerTakes(body.UserId);
                break;
            case "writes":
                phone.ServicerWrites(body.UserId, body.Text ?? "");
                break;
            case "hands":
                phone.ServicerHandsOver(body.UserId);
                break;
            case "ends":
                phone.ServicerEnds();
                break;
            default:
                throw new InvalidOperationException("action is takes, writes, hands or ends");
        }
    }

    private static async Task<byte[]> BytesAsync(HttpRequest request)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    internal sealed record Entering(string? Link, string? Scene, string? SceneParam);

    internal sealed record Words(string Text);

    internal sealed record Tapped(string Choice);

    internal sealed record Place(double Latitude, double Longitude, string Name, string Address);

    internal sealed record Recalled(string MsgId);

    internal sealed record Refusing(bool Refuses);

    internal sealed record Servicing(string Action, string UserId, string? Text);
}
