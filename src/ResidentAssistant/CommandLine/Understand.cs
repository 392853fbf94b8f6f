using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using ResidentAssistant.Language;

namespace ResidentAssistant.CommandLine;

/// <summary>The verb <c>understand</c>: JSON lines <c>{"text"}</c> in, one JSON line out for each with intent, danger and confidence.</summary>
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
        command.Add(evaluate);
        command.Add(mistakes);
        command.SetAction(async (parsed, ct) =>
        {
            await using var app = Application.Build(Offline, b => b.Logging.ClearProviders());
            var understanding = app.Services.GetRequiredService<Understanding>();
            if (parsed.GetValue(evaluate) is { } file) return Evaluate(file, understanding, parsed.GetValue(mistakes));
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

                var reading = understanding.Best(text);
                await using (var json = new Utf8JsonWriter(output, Readable))
                {
                    json.WriteStartObject();
                    json.WriteString("text", text);
                    json.WriteString("intent", reading.Intent ?? "off_topic");
                    json.WriteBoolean("emergency", reading.Emergency is not null);
                    json.WriteNumber("confidence", Math.Round(reading.Confidence, 3));
                    json.WriteString("outcome", Outcome(reading));
                    json.WriteNull("answer");
                    json.WriteEndObject();
                }

                output.WriteByte((byte)'\n');
            }

            return 0;
        });
        return command;
    }

    private static int Evaluate(FileInfo file, Understanding understanding, bool mistakes)
    {
        if (!file.Exists)
        {
            Console.Error.WriteLine($"There is no file {file.FullName}.");
            return 2;
        }

        var evaluation = new Evaluation(LabelledMessage.Read(file.FullName), understanding);
        Console.Write(evaluation.Report());
        if (!mistakes) return 0;
        Console.WriteLine();
        foreach (var (message, reading) in evaluation.Mistakes)
            Console.WriteLine($"{reading.Confidence:F2}  {message.Intent} → {reading.Intent}  {message.Text}");
        Console.WriteLine();
        foreach (var (message, reading) in evaluation.WrongAlarms)
            Console.WriteLine($"{(message.Emergency ? "missed" : $"invented {reading.Emergency}")}  {message.Text}");
        return 0;
    }

    private static string Outcome(Dialogs.Reading reading) =>
        reading.Emergency is not null || reading.Intent is not null ? "dialog" : "clarify";

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
}
