using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Knowledge;
using ResidentAssistant.Knowledge.Retrieval;
using ResidentAssistant.Language;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.CommandLine;

/// <summary>The verb <c>understand</c>: JSON lines <c>{"text"}</c> in, one JSON line out for each with intent, danger, confidence and what would come of it; <c>--evaluate</c> counts instead.</summary>
internal static class Understand
{
    // Reads files only: what an installation must have set is not needed here.
    private static readonly string[] Offline = ["--environment=Development"];

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The command.</summary>
    public static Command Command()
    {
        var command = new Command("understand", "Read JSON lines {\"text\":…} and say what each asks for");
        var evaluate = new Option<FileInfo?>("--evaluate") { Description = "A JSONL file of labelled messages: print how many are understood" };
        var mistakes = new Option<bool>("--mistakes") { Description = "With --evaluate: also print each message that was read wrongly" };
        var curve = new Option<FileInfo?>("--curve") { Description = "With --evaluate: draw the risk–coverage curve into this SVG file" };
        command.Add(evaluate);
        command.Add(mistakes);
        command.Add(curve);
        command.SetAction(async (parsed, ct) =>
        {
            await using var app = Application.Build(Offline, b => b.Logging.ClearProviders());
            var understanding = app.Services.GetRequiredService<Understanding>();
            if (parsed.GetValue(evaluate) is { } file) return await EvaluateAsync(file, understanding, parsed.GetValue(mistakes), parsed.GetValue(curve), ct);
            var bank = app.Services.GetRequiredService<KnowledgeBank>();
            if (bank.ReadFiles() is { Count: > 0 } faults) throw new DialogFormatException(faults);
            var answering = new Answering(app.Services.GetRequiredService<Dialogue>().Library, bank, SiteClock.Day(app.Services.GetRequiredService<TimeProvider>().GetUtcNow()));
            return await ReadAsync(understanding, answering, ct);
        });
        return command;
    }

    private static async Task<int> ReadAsync(Understanding understanding, Answering answering, CancellationToken ct)
    {
        await using var output = Console.OpenStandardOutput();
        var number = 0;
        while (await Console.In.ReadLineAsync(ct) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (TextOf(line) is not { } text)
            {
                await Console.Error.WriteLineAsync($"Line {number} is not an object with a \"text\".");
                return 2;
            }

            var best = understanding.Best(text);
            var (outcome, answer) = answering.Of(text, understanding.Read(text));
            await using (var json = new Utf8JsonWriter(output, Readable))
            {
                json.WriteStartObject();
                json.WriteString("text", text);
                json.WriteString("intent", best.Intent ?? "smalltalk");
                json.WriteBoolean("emergency", best.Emergency is not null);
                json.WriteNumber("confidence", Math.Round(best.Confidence, 3));
                json.WriteString("outcome", outcome);
                if (answer is null) json.WriteNull("answer");
                else
                {
                    json.WriteStartObject("answer");
                    json.WriteString("id", answer.Id);
                    json.WriteNumber("article", answer.Article);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            output.WriteByte((byte)'\n');
        }

        return 0;
    }

    private static async Task<int> EvaluateAsync(FileInfo file, Understanding understanding, bool mistakes, FileInfo? curve, CancellationToken ct)
    {
        if (!file.Exists)
        {
            await Console.Error.WriteLineAsync($"There is no file {file.FullName}.");
            return 2;
        }

        var evaluation = new Evaluation(LabelledMessage.Read(file.FullName), understanding);
        Console.Write(evaluation.Report());
        if (curve is not null) await File.WriteAllTextAsync(curve.FullName, RiskCoverageChart.Draw(evaluation.RiskCoverage()), ct);
        if (!mistakes) return 0;
        Console.WriteLine();
        foreach (var (message, reading) in evaluation.Mistakes)
            Console.WriteLine($"{reading.Confidence:F2}  {message.Intent} → {reading.Intent}  {message.Text}");
        Console.WriteLine();
        foreach (var (message, reading) in evaluation.WrongAlarms)
            Console.WriteLine($"{(message.Emergency ? "missed" : $"invented {reading.Emergency}")}  {message.Text}");
        return 0;
    }

    private static string? TextOf(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What a conversation that begins with these words would come to: the dialog the intent starts says whether the bank is asked, and how.</summary>
    private sealed class Answering(DialogLibrary library, KnowledgeBank bank, DateOnly today)
    {
        public (string Outcome, KnowledgeEntry? Answer) Of(string text, Reading reading)
        {
            if (reading.Emergency is not null || reading.Doubt is not null) return ("dialog", null);
            var dialog = library.StartedByText(text) ?? library.StartedBy(reading.Intent ?? "fallback");
            var actions = dialog?.Steps.OfType<DoStep>().Select(s => s.Action).ToList() ?? [];
            var found = bank.Index.Find(text, reading.Intent, today, Place.Unknown);
            if (actions.Contains("knowledge.answer"))
            {
                return found switch
                {
                    Found.Answer(var entry, _) => ("answer", entry),
                    Found.Choices => ("clarify", null),
                    _ => (reading.Intent is null ? "clarify" : "handover", null),
                };
            }

            if (actions.Contains("knowledge.reply") && found is Found.Answer(var reply, _) && reply.Intent == reading.Intent) return ("answer", reply);
            return (dialog?.Id == "handover" ? "handover" : "dialog", null);
        }
    }
}
