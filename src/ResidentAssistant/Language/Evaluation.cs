using System.Globalization;
using System.Text;
using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Language;

/// <summary>How well messages are understood: the figures of <c>understand --evaluate</c>.</summary>
internal sealed class Evaluation
{
    private readonly List<(LabelledMessage Message, Reading Reading)> results;

    /// <summary>Reads every message.</summary>
    public Evaluation(IEnumerable<LabelledMessage> messages, Understanding understanding) => results = [.. messages.Select(m => (m, understanding.Best(m.Text)))];

    /// <summary>Messages.</summary>
    public int Count => results.Count;

    /// <summary>Share of right intents, 0 to 1.</summary>
    public double Accuracy => Share(results, Right);

    /// <summary>The same among the messages marked hard; 1 when there are none.</summary>
    public double HardAccuracy => Share(results.Where(r => r.Message.Hard), Right);

    /// <summary>Share of the dangers that were heard, 0 to 1.</summary>
    public double EmergencyRecall => Share(results.Where(r => r.Message.Emergency), r => r.Reading.Emergency is not null);

    /// <summary>Share of the alarms that were dangers, 0 to 1.</summary>
    public double EmergencyPrecision => Share(results.Where(r => r.Reading.Emergency is not null), r => r.Message.Emergency);

    /// <summary>Messages read as another intent, most certain mistakes first.</summary>
    public IEnumerable<(LabelledMessage Message, Reading Reading)> Mistakes => results.Where(r => !Right(r)).OrderByDescending(r => r.Reading.Confidence);

    /// <summary>Messages whose danger was missed or invented.</summary>
    public IEnumerable<(LabelledMessage Message, Reading Reading)> WrongAlarms => results.Where(r => r.Message.Emergency != (r.Reading.Emergency is not null));

    /// <summary>Share of messages read at or above a confidence, and the share of mistakes among these, most confident first.</summary>
    public IReadOnlyList<(double Coverage, double Risk, double Confidence)> RiskCoverage()
    {
        var points = new List<(double, double, double)>();
        var wrong = 0;
        var read = 0;
        foreach (var result in results.OrderByDescending(r => r.Reading.Confidence))
        {
            read++;
            if (!Right(result)) wrong++;
            points.Add(((double)read / results.Count, (double)wrong / read, result.Reading.Confidence));
        }

        return points;
    }

    /// <summary>All figures as text.</summary>
    public string Report()
    {
        var text = new StringBuilder();
        var (low, high) = Interval(Accuracy, Count);
        Line($"{Count} messages: {Accuracy:P1} of the intents right (95 % interval {low:P1} to {high:P1})");
        if (results.Any(r => r.Message.Hard)) Line($"hard ones ({results.Count(r => r.Message.Hard)}): {HardAccuracy:P1}");
        Line($"emergencies ({results.Count(r => r.Message.Emergency)}): recall {EmergencyRecall:P1}, precision {EmergencyPrecision:P1}");
        Line($"read as consent, refusal or withdrawal that is none: {results.Count(r => Binding(r.Reading.Intent) && !Binding(r.Message.Intent))} (each is still asked and read back)");
        text.AppendLine();
        Line($"{"label",-26}{"count",6}{"precision",11}{"recall",9}");
        foreach (var label in Labels.Intents)
        {
            var said = results.Where(r => r.Reading.Intent == label).ToList();
            var meant = results.Where(r => r.Message.Intent == label).ToList();
            Line($"{label,-26}{meant.Count,6}{Share(said, Right),11:P1}{Share(meant, Right),9:P1}");
        }

        text.AppendLine();
        text.AppendLine("meant → read as");
        foreach (var pair in results.Where(r => !Right(r)).GroupBy(r => (r.Message.Intent, r.Reading.Intent)).OrderByDescending(g => g.Count()).ThenBy(g => g.Key.Item1, StringComparer.Ordinal).Take(25))
            Line($"{pair.Count(),4}  {pair.Key.Item1} → {pair.Key.Item2}");
        text.AppendLine();
        Line($"{"coverage",9}{"risk",8}{"confidence",12}");
        var curve = RiskCoverage();
        foreach (var coverage in new[] { 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0 })
        {
            if (curve.Count == 0) break;
            var point = curve[Math.Max(0, (int)Math.Ceiling(coverage * curve.Count) - 1)];
            Line($"{point.Coverage,9:P0}{point.Risk,8:P1}{point.Confidence,12:F2}");
        }

        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Wilson's 95 % interval of a share.</summary>
    public static (double Low, double High) Interval(double share, int count)
    {
        if (count == 0) return (0, 1);
        const double z = 1.959964;
        var middle = share + (z * z / (2 * count));
        var spread = z * Math.Sqrt((share * (1 - share) / count) + (z * z / (4.0 * count * count)));
        var divisor = 1 + (z * z / count);
        return ((middle - spread) / divisor, (middle + spread) / divisor);
    }

    private static bool Right((LabelledMessage Message, Reading Reading) result) => result.Message.Intent == result.Reading.Intent;

    private static bool Binding(string? intent) => intent is "give_consent" or "refuse" or "withdraw_or_change";

    private static double Share<T>(IEnumerable<T> all, Func<T, bool> holds)
    {
        var (count, held) = (0, 0);
        foreach (var one in all)
        {
            count++;
            if (holds(one)) held++;
        }

        return count == 0 ? 1 : (double)held / count;
    }
}
