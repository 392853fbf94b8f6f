using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ResidentAssistant;

/// <summary>Meters and traces of the installation; exported over OTLP when configured. Tags are names and codes, never personal words.</summary>
internal sealed class Telemetry : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "ResidentAssistant";

    private readonly Meter meter;
    private readonly Histogram<double> turns;
    private readonly Histogram<double> sends;
    private readonly Counter<long> races;
    private long waiting;
    private double age;

    /// <summary>Creates the instruments.</summary>
    public Telemetry(IMeterFactory factory)
    {
        meter = factory.Create(Name);
        turns = meter.CreateHistogram<double>("resident.turn.duration", "ms", "One turn, from taken in to committed");
        sends = meter.CreateHistogram<double>("resident.send.duration", "ms", "One attempt to send");
        races = meter.CreateCounter<long>("resident.turn.races", description: "Turns that were run again because another came first");
        meter.CreateObservableGauge("resident.outbox.waiting", () => Interlocked.Read(ref waiting), description: "Messages not yet sent");
        meter.CreateObservableGauge("resident.outbox.age", () => Volatile.Read(ref age), "s", "Age of the oldest message that is due and unsent");
    }

    /// <summary>Source of turn and send spans.</summary>
    public ActivitySource Traces { get; } = new(Name);

    /// <summary>A turn was committed.</summary>
    public void Turn(string channel, TimeSpan took)
    {
        if (turns.Enabled) turns.Record(took.TotalMilliseconds, new KeyValuePair<string, object?>("channel", channel));
    }

    /// <summary>A turn lost a race and runs again.</summary>
    public void Race() => races.Add(1);

    /// <summary>An attempt to send ended.</summary>
    public void Sent(string channel, string result, TimeSpan took)
    {
        if (sends.Enabled) sends.Record(took.TotalMilliseconds, new KeyValuePair<string, object?>("channel", channel), new KeyValuePair<string, object?>("result", result));
    }

    /// <summary>Length and age of the outbox as last seen.</summary>
    public void Outbox(long count, TimeSpan oldest)
    {
        Interlocked.Exchange(ref waiting, count);
        Volatile.Write(ref age, oldest.TotalSeconds);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        meter.Dispose();
        Traces.Dispose();
    }
}
