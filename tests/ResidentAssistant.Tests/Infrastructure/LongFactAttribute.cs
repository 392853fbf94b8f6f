namespace ResidentAssistant.Tests.Infrastructure;

/// <summary>A test too slow for the short round; it runs with <c>RESIDENT_LONG=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    /// <inheritdoc />
    public override string? Skip { get; set; } = Environment.GetEnvironmentVariable("RESIDENT_LONG") == "1" ? null : "Runs in the long round only (RESIDENT_LONG=1).";
}
