using System.CommandLine;
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
            await new Session(app.Services.GetRequiredService<TakeTurn>(), key).RunAsync(parsed.GetValue(letter), ct);
            return 0;
        });
        return command;
    }

    private sealed class Session(TakeTurn take, string key)
    {
        private Entry? asking;

        public async Task RunAsync(string? letter, CancellationToken ct)
        {
            await SayAsync(new InboundMessage { Channel = Terminal.ChannelName, ConversationKey = key, UserId = key, MessageId = $"{key}/joined", Kind = EntryKind.Event, Text = "joined", LetterCode = letter }, ct);
            while (!ct.IsCancellationRequested)
            {
                Console.Write("\n您：");
                if (await Console.In.ReadLineAsync(ct) is not { } line || line.Trim() is "/quit" or "/exit") return;
                if (line.Trim() is not { Length: > 0 } text) continue;
                if (Read(text) is { } message) await SayAsync(message, ct);
            }
        }

        private InboundMessage? Read(string text)
        {
            var message = new InboundMessage { Channel = Terminal.ChannelName, ConversationKey = key, UserId = key, MessageId = $"{key}/{Guid.NewGuid():N}", Kind = EntryKind.Message, Text = text };
            if (text.StartsWith("/photo ", StringComparison.Ordinal))
            {
                var path = text["/photo ".Length..].Trim();
                if (!File.Exists(path))
                {
                    Console.WriteLine("没有找到这个文件。");
                    return null;
                }

                var type = Path.GetExtension(path).ToLowerInvariant() is ".png" ? "image/png" : "image/jpeg";
                return message with { Text = null, Files = [new InboundFile(Guid.CreateVersion7(), type, Path.GetFileName(path), File.ReadAllBytes(path))] };
            }

            return asking is { Buttons: { } buttons, Prompt: { } prompt } && int.TryParse(text, out var number) && number >= 1 && number <= buttons.Count
                ? message with { Kind = EntryKind.Tap, Text = buttons[number - 1].Label, Prompt = prompt, Value = buttons[number - 1].Value }
                : message;
        }

        private async Task SayAsync(InboundMessage message, CancellationToken ct)
        {
            var receipt = await take(message, ct);
            foreach (var entry in receipt.Entries.Where(e => e is { From: Speaker.Assistant or Speaker.Staff, Text: not null }))
            {
                Console.WriteLine($"\n{(entry.From == Speaker.Staff ? entry.Name : "助手")}：{entry.Text}");
                if (entry.Buttons is { } buttons)
                {
                    for (var i = 0; i < buttons.Count; i++) Console.WriteLine($"   {i + 1}. {buttons[i].Label}");
                }
            }

            // Several messages may carry buttons; the last one asks.
            asking = receipt.Entries.LastOrDefault(e => e.Buttons is { Count: > 0 }) ?? asking;
        }
    }
}
