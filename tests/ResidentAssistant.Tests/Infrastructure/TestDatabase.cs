using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Tests.Infrastructure;

/// <summary>Which database a test runs on; given by <see cref="BothDatabasesAttribute"/>.</summary>
public enum Provider
{
    /// <summary>A file in a temporary folder.</summary>
    Sqlite,

    /// <summary>A database of the run's own <see cref="PostgresCluster"/>.</summary>
    Postgres,
}

/// <summary>A fresh database of one test, migrated, and removed when disposed.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly Func<Task> remove;

    private TestDatabase(StorageSettings settings, Func<Task> remove)
    {
        this.remove = remove;
        Settings = settings;
        Database = Database.For(settings);
    }

    /// <summary>The door to it.</summary>
    public Database Database { get; }

    /// <summary>How another node would reach it.</summary>
    public StorageSettings Settings { get; }

    /// <summary>Makes a fresh database with every migration of this build.</summary>
    public static async Task<TestDatabase> OnAsync(Provider provider)
    {
        var fresh = await EmptyOnAsync(provider);
        await new Migrator(fresh.Database, TimeProvider.System, NullLogger<Migrator>.Instance).MigrateAsync(null, CancellationToken.None);
        return fresh;
    }

    /// <summary>Makes a database without any table.</summary>
    public static Task<TestDatabase> EmptyOnAsync(Provider provider) => provider is Provider.Sqlite ? SqliteAsync() : PostgresAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await remove();
    }

    private static Task<TestDatabase> SqliteAsync()
    {
        var folder = new TemporaryFolder();
        var text = $"Data Source={Path.Combine(folder.Path, "test.db")}";
        return Task.FromResult(new TestDatabase(new StorageSettings { ConnectionString = text }, () =>
        {
            using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder(text) { ForeignKeys = true }.ConnectionString)) SqliteConnection.ClearPool(connection);
            folder.Dispose();
            return Task.CompletedTask;
        }));
    }

    private static async Task<TestDatabase> PostgresAsync()
    {
        var cluster = await PostgresCluster.StartedAsync();
        var name = $"t{Guid.NewGuid():N}";
        await RunAsync(cluster, $"create database {name}");
        return new TestDatabase(new StorageSettings { Provider = "postgres", ConnectionString = cluster.ConnectionString(name) },
            () => RunAsync(cluster, $"drop database {name} with (force)"));
    }

    private static async Task RunAsync(PostgresCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
