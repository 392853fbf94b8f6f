using ResidentAssistant.Tests.Browser;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ResidentAssistant.Tests.Infrastructure;

/// <summary>A test that runs once on SQLite and once on PostgreSQL; its method takes the <see cref="Provider"/>. Where PostgreSQL is not installed that half is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ResidentAssistant.Tests.Infrastructure.BothDatabasesDiscoverer", "ResidentAssistant.Tests")]
public sealed class BothDatabasesAttribute : FactAttribute
{
    /// <summary>It needs Debian's Chromium as well.</summary>
    public bool Browser { get; set; }
}

/// <summary>Makes the two test cases of a <see cref="BothDatabasesAttribute"/>; called by xunit.</summary>
public sealed class BothDatabasesDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc />
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        var display = discoveryOptions.MethodDisplayOrDefault();
        var options = discoveryOptions.MethodDisplayOptionsOrDefault();
        var missing = factAttribute.GetNamedArgument<bool>(nameof(BothDatabasesAttribute.Browser)) ? new BrowserFactAttribute().Skip : null;
        return [Case(Provider.Sqlite, missing), Case(Provider.Postgres, missing ?? PostgresCluster.Missing)];

        IXunitTestCase Case(Provider provider, string? missing) => missing is null
            ? new XunitTestCase(messages, display, options, testMethod, [provider])
            : new XunitSkippedDataRowTestCase(messages, display, options, testMethod, missing, [provider]);
    }
}

/// <summary>A test that needs PostgreSQL, skipped with the reason where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    /// <inheritdoc />
    public override string? Skip { get; set; } = PostgresCluster.Missing;
}
