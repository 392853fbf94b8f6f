namespace ResidentAssistant.Storage;

/// <summary>Where rows are read: the database at large, or a transaction that is already open and must not be joined by a second connection.</summary>
internal interface IReads
{
    /// <summary>How the database is spoken to.</summary>
    Dialect Dialect { get; }

    /// <summary>All rows of a query.</summary>
    Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args, CancellationToken ct);

    /// <summary>The first row, or default when there is none.</summary>
    Task<T?> FirstAsync<T>(string sql, object? args, CancellationToken ct);
}
