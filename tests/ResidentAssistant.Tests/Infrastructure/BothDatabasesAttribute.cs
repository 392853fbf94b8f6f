using Xunit.Abstractions;
using Xunit.Sdk;

namespace ResidentAssistant.Tests.Infrastructure;

/// <summary>A test that runs once on SQLite and once on PostgreSQL; its method takes the <see cref="Provider"/>. Where PostgreSQL is not installed that half is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ResidentAssistant.Tests.Infrastructure.BothDatabasesDiscoverer", "ResidentAssistant.Tests")]
public sealed class BothDatabasesAttribute : FactAttribute;

/// <summary>Makes the two test cases of a <see cref="BothDatabasesAttribute"/>; called by xunit.</summary>
public sealed class BothDatabasesDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc />
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        var display = discoveryOptions.MethodDisplayOrDefault();
        var options = discoveryOptions.MethodDisplayOptionsOrDefault();
        yield return new XunitTestCase(messages, display, options, testMethod, [Provider.Sqlite]);
        yield return PostgresCluster.Missing is { } reason
            ? new XunitSkippedDataRowTestCase(messages, display, options, testMethod, reason, [Provider.Postgres])
            : new XunitTestCase(messages, display, options, testMethod, [Provider.Postgres]);
    }
}

/// <summary>A test that needs PostgreSQL, skipped with the reason where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    /// <inheritdoc />
    public override string? Skip { get; set; } = PostgresCluster.Missing;
}
