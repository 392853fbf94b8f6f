using System.CommandLine;
using ResidentAssistant.Channels;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.CommandLine;

/// <summary>The verb <c>chat</c>: the same conversation in the terminal, through the same turn and the same tables.</summary>
internal static class Chat
{
    /// <summary>The command with its options.</summary>
    public static Command Command()
    {
        var user = new Option<string?>("--as") { Description = "Name of the conversation; the same name goes on with it (default: a new one)" };
        var letter = new Option<string?>("--code") { Description = "Code of the household's letter, as if its QR had been scanned" };
        var command = new Command("chat", "在终端里聊天：打字；按数字点按钮；/photo 文件 发照片；/quit 退出") { user, letter };
        command.SetAction(async (parsed, ct) =>
        {
            await using var app = Application.Build([], b => b.Logging.ClearProviders());
            await Application.PrepareAsync(app, ct);
            var key = parsed.GetValue(user) ?? $"terminal-{Guid.NewGuid().ToString("N")[..8]}";
            using var session = new Session(app.Services.GetRequiredService<TakeTurn>(), app.Services.GetRequiredService<Transcript>(), app.Services.GetRequiredService<TimeProvider>(), key);
            await session.RunAsync(parsed.GetValue(letter), ct);
            return 0;
        });
        return command;
    }

    private sealed class Session(TakeTurn take, Transcript transcript, TimeProvider clock, string key) : IDisposable
    {
        private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
        private readonly SemaphoreSlim turn = new(1);
        private Entry? asking;
        private int printed;

        public async Task RunAsync(string? letter, CancellationToken ct)
        {
            var standing = await transcript.AfterAsync(Terminal.ChannelName, key, 0, 1, ct);
            while (await PrintAsync(own: true, ct)) { }
            if (standing.Count == 0 || letter is not null)
                await SayAsync(Message() with { MessageId = $"{key}/joined{letter}", Kind = EntryKind.Event, Text = "joined", LetterCode = letter }, ct);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var watching = WatchAsync(ending.Token);
            try
            {
                await TalkAsync(ct);
            }
            finally
            {
                await ending.CancelAsync();
                await watching;
            }
        }

        public void Dispose() => turn.Dispose();

        private async Task TalkAsync(CancellationToken ct)
        {
            while (true)
            {
                Console.Write("\n您：");
                if (await Console.In.ReadLineAsync(ct) is not { } line || line.Trim() is "/quit" or "/exit") return;
                if (line.Trim() is not { Length: > 0 } text) continue;
                try
                {
                    await SayAsync(Said(text), ct);
                }
                catch (RefusedException no)
                {
                    Console.WriteLine(no.Message);
                }
            }
        }

        private async Task SayAsync(InboundMessage message, CancellationToken ct)
        {
            await turn.WaitAsync(ct);
            try
            {
                await take(message, ct);
                await PrintAsync(own: false, ct);
            }
            finally
            {
                turn.Release();
            }
        }

        private InboundMessage Message() =>
            new() { Channel = Terminal.ChannelName, ConversationKey = key, UserId = key, MessageId = $"{key}/{Guid.NewGuid():N}", Kind = EntryKind.Message };

        private InboundMessage Said(string text)
        {
            if (text.StartsWith("/photo ", StringComparison.Ordinal)) return Message() with { Files = [Photo(text["/photo ".Length..].Trim())] };
            return asking is { Buttons: { } buttons, Prompt: { } prompt } && int.TryParse(text, out var number) && number >= 1 && number <= buttons.Count
                ? Message() with { Kind = EntryKind.Tap, Text = buttons[number - 1].Label, Prompt = prompt, Value = buttons[number - 1].Value }
                : Message() with { Text = text.Length <= ActivityReading.LongestText ? text : throw ActivityReading.TooLong() };
        }

        private InboundFile Photo(string path)
        {
            var file = new FileInfo(path);
            if (!file.Exists) throw new RefusedException("NoFile", "没有找到这个文件。");
            if (file.Length > FileTypes.Limit) throw RequestBody.TooLarge();
            return FileTypes.Accept(File.ReadAllBytes(path), null, file.Name, clock.GetUtcNow());
        }

        // What colleagues and timers say is written by the process that serves; it is looked for each second.
        private async Task WatchAsync(CancellationToken ct)
        {
            using var second = new PeriodicTimer(Look, clock);
            try
            {
                while (await second.WaitForNextTickAsync(ct))
                {
                    await turn.WaitAsync(ct);
                    try
                    {
                        if (await PrintAsync(own: false, ct)) Console.Write("\n您：");
                    }
                    finally
                    {
                        turn.Release();
                    }
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
            }
        }

        private async Task<bool> PrintAsync(bool own, CancellationToken ct)
        {
            var turns = await transcript.AfterAsync(Terminal.ChannelName, key, printed, 100, ct);
            foreach (var each in turns)
            {
                printed = each.Turn;
                foreach (var entry in each.Entries.Where(e => e.Text is not null && (e.From is Speaker.Assistant or Speaker.Staff || own && e is { From: Speaker.Resident, Kind: not EntryKind.Event }))) Print(entry);
                // Several messages may carry buttons; the last one asks.
                asking = each.Entries.LastOrDefault(e => e.Buttons is { Count: > 0 }) ?? asking;
            }

            return turns.Count > 0;
        }

        private static void Print(Entry entry)
        {
            Console.WriteLine($"\n{entry.From switch { Speaker.Staff => entry.Name, Speaker.Assistant => "助手", _ => "您" }}：{entry.Text}");
            if (entry.Buttons is not { } buttons) return;
            for (var i = 0; i < buttons.Count; i++) Console.WriteLine($"   {i + 1}. {buttons[i].Label}");
        }
    }
}
