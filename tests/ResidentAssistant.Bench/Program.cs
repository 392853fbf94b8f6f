using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResidentAssistant;
using ResidentAssistant.Bench;
using ResidentAssistant.Conversations;
using ResidentAssistant.Knowledge;
using ResidentAssistant.Knowledge.Retrieval;
using ResidentAssistant.Language;

if (args is ["evidence", var connection, var rate, var seconds])
{
    Console.WriteLine(await EvidenceStream.WriteAsync(connection, int.Parse(rate, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture))));
    return;
}

// Prints a table in Markdown: how quickly messages are understood and answers found, against the targets.
var dialogs = Path.Combine(AppContext.BaseDirectory, "dialogs");
var folder = Path.Combine(dialogs, "understanding");
var day = new DateOnly(2026, 11, 22);
List<string> rows = [];

// The first one in the process, while the runtime still compiles: that is what a start waits for.
var before = GC.GetTotalMemory(forceFullCollection: true);
Understanding? understanding = null;
var cold = Measure.Time(() => (understanding = new Understanding(folder)).Learn());
var megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0;

var phrases = TrainingPhrases.Read(Sheets.Read(folder), []);
var texts = phrases.Select(p => p.Text).Where(t => t.Length >= 3).ToList();
var random = new Random(20211101);
string Message(int length)
{
    var text = "";
    while (text.Length < length) text += (text.Length == 0 ? "" : "，") + texts[random.Next(texts.Count)];
    return text[..length];
}

Row("a message of 20 characters is understood", Messages(20), 0.05);
Row("a message of 200 characters is understood", Messages(200), 0.2);
Row("a message of 8,000 characters is understood", [.. Messages(8000).Take(20)], null);
Add($"all {phrases.Count.ToString("N0", CultureInfo.InvariantCulture)} phrases are learned at the start", cold, "ms", 1000);
Add("what was learned takes in memory", megabytes, "MB", 40);

await using var app = Application.Build(["--environment=Development"], b => b.Logging.ClearProviders());
var bank = app.Services.GetRequiredService<KnowledgeBank>();
if (bank.ReadFiles() is [var fault, ..]) throw new InvalidOperationException(fault.ToString());
var index = bank.Index;
var asked = Messages(20);
Add($"an answer is found among {bank.All.Count}", Measure.Each(asked, m => index.Find(m, null, day, Place.Unknown)), "ms", null, Measure.Allocated(asked, m => index.Find(m, null, day, Place.Unknown)));

Console.WriteLine("| | median | target | held | allocated |");
Console.WriteLine("|---|---|---|---|---|");
foreach (var row in rows) Console.WriteLine(row);

List<string> Messages(int length) => [.. Enumerable.Range(0, 200).Select(_ => Message(length))];

void Row(string what, List<string> messages, double? target) =>
    Add(what, Measure.Each(messages, m => understanding!.Read(m)), "ms", target, Measure.Allocated(messages, m => understanding!.Read(m)));

void Add(string what, double value, string unit, double? target, double? allocated = null) => rows.Add(string.Create(CultureInfo.InvariantCulture,
    $"| {what} | {value.ToString(value >= 10 ? "F0" : "F3", CultureInfo.InvariantCulture)} {unit} | {(target is { } t ? $"≤ {t} {unit}" : "–")} | {(target is { } most ? value <= most ? "yes" : "no" : "–")} | {(allocated is { } bytes ? $"{bytes / 1024:F1} kB" : "–")} |"));
