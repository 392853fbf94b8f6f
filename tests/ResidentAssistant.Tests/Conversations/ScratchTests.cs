#pragma warning disable
using System.Text;
using ResidentAssistant.Tests.Infrastructure;
namespace ResidentAssistant.Tests.Conversations;
public sealed class ScratchTests
{
    [Fact]
    public async Task Scratch()
    {
        if (!File.Exists("/tmp/feat/in.txt")) return;
        var output = new StringBuilder();
        TestApp? app = null; Chat? chat = null;
        try
        {
            foreach (var line in File.ReadAllLines("/tmp/feat/in.txt"))
            {
                if (line.Trim().Length == 0) continue;
                if (line.StartsWith('#')) { if (app is not null) await app.DisposeAsync(); app = await Chat.WithPilotAsync(Provider.Sqlite); chat = new Chat(app, "a"); output.Append('\n').AppendLine(line); continue; }
                output.Append("a > ").AppendLine(line);
                try
                {
                if (line.StartsWith("(join")) await chat!.JoinAsync(line.Length > 7 ? line[6..^1] : null);
                else if (line == "(photo)") await chat!.PhotoAsync();
                else if (line == "(voice)") await chat!.VoiceAsync();
                else if (line.StartsWith("(wait ")) { app!.Clock.Advance(TimeSpan.FromMinutes(int.Parse(line[6..^1]))); await app.Get<ResidentAssistant.Scheduling.Tick>().RunOnceAsync(default);
                    foreach (var e in (await app.Get<ResidentAssistant.Messaging.Transcript>().OfAsync(chat!.Receipt!.ConversationId, default))[^1].Entries) output.AppendLine($"   {e.From} {e.Text}"); continue; }
                else if (line.StartsWith("sql ")) { output.AppendLine(string.Join("\n", (await app!.Get<ResidentAssistant.Storage.Database>().QueryAsync<dynamic>(line[4..], null, default)).Select(r => string.Join(" | ", ((IDictionary<string, object>)r).Select(p => $"{p.Key}={p.Value}"))))); continue; }
                else if (line.StartsWith('[')) await chat!.TapAsync(line.Trim('[', ']'));
                else await chat!.SayAsync(line);
                } catch (Exception e) { output.AppendLine("!!! " + e); continue; }
                foreach (var r in chat.Replies) output.Append("   < ").Append(r.Text).AppendLine(r.Buttons is null ? "" : "   " + string.Join(" ", r.Buttons.Select(b => $"[{b.Label}]")));
            }
        }
        catch (Exception e) { output.AppendLine(e.ToString()); }
        finally { if (app is not null) await app.DisposeAsync(); File.WriteAllText("/tmp/feat/out.txt", output.ToString()); }
    }
}
