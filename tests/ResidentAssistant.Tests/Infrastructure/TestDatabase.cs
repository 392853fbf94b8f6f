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
    // Migrations run once per test run; every test gets a copy of the result.
    private static readonly Lazy<Task<byte[]>> SqliteTemplate = new(SqliteTemplateAsync);
    private static readonly Lazy<Task<string>> PostgresTemplate = new(PostgresTemplateAsync);

    private readonly string place;
    private readonly Func<Task> remove;

    private TestDatabase(StorageSettings settings, string place, Func<Task> remove)
    {
        this.place = place;
        this.remove = remove;
        Settings = settings;
        Database = Database.For(settings);
    }

    /// <summary>The door to it.</summary>
    public Database Database { get; }

    /// <summary>How another node would reach it.</summary>
    public StorageSettings Settings { get; }

    /// <summary>Makes a fresh database with every migration of this build.</summary>
    public static async Task<TestDatabase> OnAsync(Provider provider) => provider is Provider.Sqlite
        ? Sqlite(await SqliteTemplate.Value)
        : await PostgresAsync(await PostgresTemplate.Value);

    /// <summary>Makes a database without any table.</summary>
    public static async Task<TestDatabase> EmptyOnAsync(Provider provider) => provider is Provider.Sqlite ? Sqlite(null) : await PostgresAsync("template1");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await remove();
    }

    private static async Task<byte[]> SqliteTemplateAsync()
    {
        await using var template = Sqlite(null);
        await MigrateAsync(template);
        return await File.ReadAllBytesAsync(template.place);
    }

    private static async Task<string> PostgresTemplateAsync()
    {
        var template = await PostgresAsync("template1");
        await MigrateAsync(template);
        return template.place;
    }

    private static async Task MigrateAsync(TestDatabase test)
    {
        await new Migrator(test.Database, TimeProvider.System, NullLogger<Migrator>.Instance).MigrateAsync(null, CancellationToken.None);
        await test.CloseAsync();
    }

    private static TestDatabase Sqlite(byte[]? template)
    {
        var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "test.db");
        if (template is not null) File.WriteAllBytes(file, template);
        return new TestDatabase(new StorageSettings { ConnectionString = $"Data Source={file}" }, file, () =>
        {
            folder.Dispose();
            return Task.CompletedTask;
        });
    }

    private static async Task<TestDatabase> PostgresAsync(string template)
    {
        var cluster = await PostgresCluster.StartedAsync();
        var name = $"t{Guid.NewGuid():N}";
        await RunAsync(cluster, $"create database {name} template {template} strategy file_copy");
        return new TestDatabase(new StorageSettings { Provider = "postgres", ConnectionString = cluster.ConnectionString(name) }, name,
            () => RunAsync(cluster, $"drop database {name} with (force)"));
    }

    private static async Task RunAsync(PostgresCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task CloseAsync()
    {
        await Database.DisposeAsync();
        if (Database.Dialect is not Dialect.Sqlite) return;
        await using var pooled = new SqliteConnection(new SqliteConnectionStringBuilder(Settings.ConnectionString) { ForeignKeys = true }.ConnectionString);
        SqliteConnection.ClearPool(pooled);
    }
}
