using Microsoft.Extensions.DependencyInjection;
using Microsoft.AspNetCore.Builder;
using System.Globalization;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Conversations;

/// <summary>A resident who talks with the real application over a channel of the test's own.</summary>
internal sealed class Chat(TestApp app, string name)
{
    private readonly List<Entry> heard = [];
    private int sent;

    /// <summary>What was said in the last turn, without the resident's own words.</summary>
    public IReadOnlyList<Entry> Replies { get; private set; } = [];

    /// <summary>The last turn's receipt.</summary>
    public TurnReceipt? Receipt { get; private set; }

    /// <summary>All replies of the last turn as one text.</summary>
    public string Reply => string.Join('\n', Replies.Select(r => r.Text));

    /// <summary>The last message that asks.</summary>
    public Entry? Asked { get; private set; }

    /// <summary>An application on the pilot community, where 3-2-501 has the letter 8241-7730.</summary>
    public static async Task<TestApp> WithPilotAsync(Provider provider, bool listen = false, Action<WebApplicationBuilder>? adjust = null)
    {
        var app = await TestApp.StartAsync(provider, listen: listen, adjust: b =>
        {
            b.Services.AddSingleton<IChannel, Fetching>();
            adjust?.Invoke(b);
        });
        await app.Get<Pilot>().FillIfEmptyAsync(CancellationToken.None);
        return app;
    }

    public Task<Chat> JoinAsync(string? code = null) => TakeAsync(EntryKind.Event, "joined", code: code);

    public Task<Chat> SayAsync(string text) => TakeAsync(EntryKind.Message, text);

    public Task<Chat> TapAsync(string label) => TapAsync(Asked ?? throw new InvalidOperationException("nothing to tap"), label);

    /// <summary>Taps the newest button of that label, be it under an old message.</summary>
    public Task<Chat> TapAnyAsync(string label) =>
        TapAsync(heard.LastOrDefault(m => m.Buttons?.Any(b => b.Label == label) is true) ?? throw new InvalidOperationException($"nowhere a button {label}; the last message was: {Reply}"), label);

    /// <summary>Takes in what came without a word of the resident.</summary>
    public IReadOnlyList<Entry> Heard(IReadOnlyList<Entry> entries)
    {
        heard.AddRange(entries);
        Replies = entries;
        return entries;
    }

    public Task<Chat> TapAsync(Entry message, string label)
    {
        var button = message.Buttons?.FirstOrDefault(b => b.Label == label) ?? throw new InvalidOperationException($"no button {label} under: {message.Text}");
        return TakeAsync(EntryKind.Tap, button.Label, message.Prompt, button.Value);
    }

    public Task<Chat> PhotoAsync() => TakeAsync(EntryKind.Message, null, file: true);

    public Task<Chat> VoiceAsync() => TakeAsync(EntryKind.Voice, null, file: true);

    public Task<long> CountAsync(string sql) => CountAsync(sql, null);

    public Task<long> CountAsync(string sql, object? args) => app.Get<Database>().FirstAsync<long>(sql, args, CancellationToken.None);

    private async Task<Chat> TakeAsync(EntryKind kind, string? text, string? prompt = null, string? value = null, string? code = null, bool file = false)
    {
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        Receipt = await app.TakeAsync(new InboundMessage
        {
            Channel = "test", ConversationKey = name, UserId = name, MessageId = $"{name}-{(++sent).ToString(CultureInfo.InvariantCulture)}",
            Kind = kind, Text = text, Prompt = prompt, Value = value, LetterCode = code,
            Files = file ? [new InboundFile(Guid.NewGuid(), kind == EntryKind.Voice ? "audio/amr" : "image/jpeg", "a.jpg", [1, 2, 3])] : [],
        });
        Heard([.. Receipt.Entries.Where(e => e.From is Speaker.Assistant)]);
        Asked = Replies.LastOrDefault(r => r.Prompt is not null) ?? Asked;
        return this;
    }

    // Residents of these tests read their replies from the turn itself.
    private sealed class Fetching : IChannel
    {
        public string Name => "test";

        public bool Fetches => true;

        public Task<SendResult> SendAsync(Outbound message, CancellationToken ct) => Task.FromResult<SendResult>(new SendResult.Sent());
    }
}
