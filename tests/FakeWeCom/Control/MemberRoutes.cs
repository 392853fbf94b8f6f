using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FakeWeCom.Control;

/// <summary>What members do, over HTTP: to the app, and in the rooms of the aibot.</summary>
internal static class MemberRoutes
{
    public static void Map(RouteGroupBuilder fake, FakeWeComHost host)
    {
        var of = fake.MapGroup("/members/{id}");
        of.MapPost("/say", (string id, Words body) => host.Member(id).Say(body.Text, body.AgentId));
        of.MapPost("/enter", (string id) => host.Member(id).EnterApp());
        of.MapPost("/tap", object (string id, Tapped body) =>
        {
            var phone = host.Member(id);
            var seen = phone.Received.LastOrDefault(s => s.MsgId == body.MsgId) ?? throw new InvalidOperationException("no such message");
            return new { taken = phone.Tap(seen, body.Button) };
        });
        of.MapPost("/take-call", (string id) => host.Member(id).TakesCall());
        of.MapPost("/sign-in", object (string id, Address body) => new { url = host.Member(id).SignIn(new Uri(body.Url)) });
        of.MapGet("/messages", (string id) => host.Member(id).Received.Select(View.Seen));

        // A room is a group's chatid, or a member's userid for his own chat with the bot.
        var room = fake.MapGroup("/aibot/{room}");
        room.MapPost("/say", object (string room, Spoken body) => new { msgid = body.Mention ? Room(host, room).Ask(body.UserId, body.Text) : Room(host, room).Say(body.UserId, body.Text) });
        room.MapPost("/enter", (string room, Spoken body) => Room(host, room).Enter(body.UserId));
        room.MapPost("/tap", object (string room, RoomTap body) =>
        {
            var line = Room(host, room).Lines.LastOrDefault(l => l.MsgId == body.MsgId) ?? throw new InvalidOperationException("no such message");
            return new { taken = Room(host, room).Tap(line, body.UserId, body.Button) };
        });
        room.MapPost("/break", (string room) => Room(host, room).BreakConnection());
        room.MapGet("/messages", (string room) => Room(host, room).Lines.Select(View.RoomLine));
    }

    private static Phones.AiBotRoom Room(FakeWeComHost host, string room) =>
        host.Options.AiBots.Any(b => b.Groups.Contains(room)) ? host.AiBotGroup(room) : host.AiBotSingle(room);

    internal sealed record Words(string Text, int? AgentId);

    internal sealed record Tapped(string MsgId, string Button);

    internal sealed record Address(string Url);

    internal sealed record Spoken(string UserId, string Text = "", bool Mention = false);

    internal sealed record RoomTap(string MsgId, string UserId, string Button);
}
