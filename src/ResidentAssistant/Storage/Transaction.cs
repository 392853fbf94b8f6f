using System.Data.Common;
using Dapper;
using Npgsql;

namespace ResidentAssistant.Storage;

/// <summary>One write transaction; rolled back when disposed without a commit.</summary>
internal sealed class Transaction : IReads, IAsyncDisposable
{
    private readonly DbConnection connection;
    private readonly DbTransaction inner;
    private readonly IDisposable? turn;

    internal Transaction(DbConnection connection, DbTransaction inner, Dialect dialect, IDisposable? turn)
    {
        this.connection = connection;
        this.inner = inner;
        this.turn = turn;
        Dialect = dialect;
    }

    /// <summary>How this database is spoken to.</summary>
    public Dialect Dialect { get; }

    /// <summary>All rows of a query, reading and writing alike.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args, CancellationToken ct) =>
        (await connection.QueryAsync<T>(new CommandDefinition(sql, args, inner, cancellationToken: ct))).AsList();

    /// <summary>The first row, or default when there is none.</summary>
    public Task<T?> FirstAsync<T>(string sql, object? args, CancellationToken ct) =>
        connection.QueryFirstOrDefaultAsync<T>(new CommandDefinition(sql, args, inner, cancellationToken: ct));

    /// <summary>Runs a statement and returns the number of rows it touched.</summary>
    public Task<int> ExecuteAsync(string sql, object? args, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(sql, args, inner, cancellationToken: ct));

    /// <summary>Runs a batch inside this transaction.</summary>
    public Task<int[]> RunAsync(Batch batch, CancellationToken ct) => RunAsync(connection, inner, batch, ct);

    /// <summary>Makes everything lasting.</summary>
    public Task CommitAsync(CancellationToken ct) => inner.CommitAsync(ct);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            await inner.DisposeAsync();
            await connection.DisposeAsync();
        }
        finally
        {
            turn?.Dispose();
        }
    }

    internal static async Task<int[]> RunAsync(DbConnection connection, DbTransaction? transaction, Batch batch, CancellationToken ct)
    {
        var counts = new int[batch.Statements.Count];
        if (connection is NpgsqlConnection npgsql)
        {
            await using var together = new NpgsqlBatch(npgsql, (NpgsqlTransaction?)transaction);
            foreach (var (sql, values) in batch.Statements)
            {
                var one = new NpgsqlBatchCommand(sql);
                foreach (var value in values) one.Parameters.Add(value is Null { Type: var type } ? new NpgsqlParameter { NpgsqlDbType = type, Value = DBNull.Value } : new NpgsqlParameter { Value = Stored(value) });
                together.BatchCommands.Add(one);
            }

            await together.ExecuteNonQueryAsync(ct);
            for (var i = 0; i < counts.Length; i++) counts[i] = together.BatchCommands[i].RecordsAffected;
            return counts;
        }

        // A statement that is repeated is compiled once: an import repeats a few of them ten thousand times.
        DbCommand? command = null;
        try
        {
            for (var i = 0; i < counts.Length; i++)
            {
                var (sql, values) = batch.Statements[i];
                if (command?.CommandText != sql || command.Parameters.Count != values.Length)
                {
                    if (command is not null) await command.DisposeAsync();
                    command = connection.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = sql;
                    for (var v = 0; v < values.Length; v++)
                    {
                        var parameter = command.CreateParameter();
                        parameter.ParameterName = $"${v + 1}";
                        command.Parameters.Add(parameter);
                    }
                }

                for (var v = 0; v < values.Length; v++) command.Parameters[v].Value = Stored(values[v]);
                counts[i] = await command.ExecuteNonQueryAsync(ct);
            }
        }
        finally
        {
            if (command is not null) await command.DisposeAsync();
        }

        return counts;
    }

    /// <summary>Instants are stored in UTC and choices by their name, as Dapper's handlers do it.</summary>
    private static object Stored(object? value) => value switch
    {
        null or Null => DBNull.Value,
        DateTimeOffset instant => instant.ToUniversalTime(),
        Enum choice => choice.ToString(),
        _ => value,
    };
}
