namespace ResidentAssistant.Storage;

/// <summary>Statements that go to the database together, in one round trip where it can, all or nothing.</summary>
/// <remarks>Parameters are positional: <c>$1</c>, <c>$2</c>, … are understood by both databases.</remarks>
internal sealed class Batch
{
    private readonly List<Statement> statements = new(6);

    /// <summary>The statements in the order in which they run.</summary>
    public IReadOnlyList<Statement> Statements => statements;

    /// <summary>Adds a statement with its values for <c>$1</c>, <c>$2</c>, ….</summary>
    public Batch Add(string sql, params object?[] values)
    {
        statements.Add(new Statement(sql, values));
        return this;
    }

    /// <summary>The statements of several batches, one after the other.</summary>
    public static Batch Of(IEnumerable<Batch> batches)
    {
        var all = new Batch();
        foreach (var batch in batches) all.statements.AddRange(batch.statements);
        return all;
    }

    /// <summary>One statement and its positional values.</summary>
    internal readonly record struct Statement(string Sql, object?[] Values);
}
