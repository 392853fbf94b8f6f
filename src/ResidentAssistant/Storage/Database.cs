using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ResidentAssistant.Storage;

/// <summary>The one door to the database: Dapper queries, batches and write transactions on SQLite or PostgreSQL.</summary>
/// <remarks>On SQLite writers queue at one gate inside the process; do not write through this class while holding a <see cref="Transaction"/>.</remarks>
internal sealed class Database : IReads, IAsyncDisposable
{
    private readonly DbDataSource source;
    private readonly SemaphoreSlim? gate;
    private readonly string place;
    private readonly string? folder;

    static Database() => DapperSetup.Apply();

    private Database(DbDataSource source, Dialect dialect, string place, string? folder)
    {
        this.folder = folder;
        this.source = source;
        this.place = place;
        Dialect = dialect;
        gate = dialect is Dialect.Sqlite ? new SemaphoreSlim(1) : null;
    }

    /// <summary>How this database is spoken to.</summary>
    public Dialect Dialect { get; }

    /// <summary>Prepares access without connecting; throws <see cref="SettingException"/> with a readable sentence on a bad setting.</summary>
    public static Database For(StorageSettings settings)
    {
        var parts = settings.Connection();
        if (parts is NpgsqlConnectionStringBuilder npgsql)
        {
            if (npgsql.MaxAutoPrepare == 0) npgsql.MaxAutoPrepare = 80;
            if (npgsql.AutoPrepareMinUsages > 2) npgsql.AutoPrepareMinUsages = 2;
            npgsql.ApplicationName ??= "resident-assistant";
            // We keep no state in a session, so nothing need be reset when a connection goes back: it costs as much as a turn's writes.
            npgsql.NoResetOnClose = true;
            // Our statements are look-ups by key: planning them anew for each value costs as much as running them.
            if (string.IsNullOrEmpty(npgsql.Options)) npgsql.Options = "-c plan_cache_mode=force_generic_plan";
            return new Database(new NpgsqlDataSourceBuilder(npgsql.ConnectionString).Build(), new Dialect.Postgres(), $"PostgreSQL at {npgsql.Host}:{npgsql.Port}", null);
        }

        var sqlite = (SqliteConnectionStringBuilder)parts;
        sqlite.ForeignKeys = true;
        return new Database(SqliteFactory.Instance.CreateDataSource(sqlite.ConnectionString), new Dialect.Sqlite(), $"The database file {sqlite.DataSource}",
            Path.GetDirectoryName(sqlite.DataSource) is { Length: > 0 } holder ? holder : null);
    }

    /// <summary>Reaches the database for the first time; throws <see cref="SettingException"/> that says what could not be reached, and why.</summary>
    public async Task ReachAsync(CancellationToken ct)
    {
        try
        {
            if (folder is not null) Directory.CreateDirectory(folder);
            await FirstAsync<long>(Dialect is Dialect.Sqlite ? "select count(*) from sqlite_master" : "select 1", null, ct);
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException or SocketException or TimeoutException)
        {
            throw new SettingException($"{place} cannot be reached (Storage:ConnectionString): {(e.InnerException is SocketException socket ? socket.Message : e.Message)}");
        }
    }

    /// <summary>Opens a connection for reading; the caller disposes it.</summary>
    public ValueTask<DbConnection> OpenAsync(CancellationToken ct) => source.OpenConnectionAsync(ct);

    /// <summary>All rows of a query.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, args, cancellationToken: ct))).AsList();
    }

    /// <summary>The first row, or default when there is none.</summary>
    public async Task<T?> FirstAsync<T>(string sql, object? args, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await connection.QueryFirstOrDefaultAsync<T>(new CommandDefinition(sql, args, cancellationToken: ct));
    }

    /// <summary>Runs one writing statement by itself and returns the number of rows it touched.</summary>
    public async Task<int> ExecuteAsync(string sql, object? args, CancellationToken ct)
    {
        using var turn = await EnterAsync(ct);
        await using var connection = await source.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(sql, args, cancellationToken: ct));
    }

    /// <summary>Runs a writing statement that returns rows (<c>returning …</c>).</summary>
    public async Task<IReadOnlyList<T>> WriteAsync<T>(string sql, object? args, CancellationToken ct)
    {
        using var turn = await EnterAsync(ct);
        await using var connection = await source.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, args, cancellationToken: ct))).AsList();
    }

    /// <summary>Runs the batch as one transaction and returns the rows each statement touched.</summary>
    public async Task<int[]> RunAsync(Batch batch, CancellationToken ct)
    {
        if (Dialect is Dialect.Sqlite)
        {
            await using var transaction = await BeginAsync(ct);
            var counts = await transaction.RunAsync(batch, ct);
            await transaction.CommitAsync(ct);
            return counts;
        }

        await using var connection = await source.OpenConnectionAsync(ct);
        // Npgsql runs a batch without a transaction of its own as one implicit transaction.
        return await Transaction.RunAsync(connection, null, batch, ct);
    }

    /// <summary>Begins a write transaction; on SQLite it waits for the writer before it.</summary>
    public async Task<Transaction> BeginAsync(CancellationToken ct)
    {
        var turn = await EnterAsync(ct);
        DbConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(ct);
            return new Transaction(connection, await connection.BeginTransactionAsync(ct), Dialect, turn);
        }
        catch
        {
            if (connection is not null) await connection.DisposeAsync();
            turn?.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        gate?.Dispose();
    }

    private async ValueTask<IDisposable?> EnterAsync(CancellationToken ct)
    {
        if (gate is null) return null;
        await gate.WaitAsync(ct);
        return new Leaving(gate);
    }

    private sealed class Leaving(SemaphoreSlim gate) : IDisposable
    {
        private SemaphoreSlim? open = gate;

        public void Dispose() => Interlocked.Exchange(ref open, null)?.Release();
    }
}
