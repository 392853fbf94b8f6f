using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace ResidentAssistant.Storage;

/// <summary>Brings the schema to the newest numbered script, one node at a time; a landed script that was edited is refused by name.</summary>
internal sealed partial class Migrator(Database database, TimeProvider clock, ILogger<Migrator> log)
{
    private const string Prefix = "ResidentAssistant.Storage.Migrations.";

    /// <summary>The scripts in this build, in order of their numbers.</summary>
    public static IReadOnlyList<Script> Embedded { get; } = ReadEmbedded(Assembly.GetExecutingAssembly());

    /// <summary>Applies what is missing up to <paramref name="to"/> (all when null); returns the names applied.</summary>
    public Task<IReadOnlyList<string>> MigrateAsync(int? to, CancellationToken ct) => MigrateAsync(Embedded, to, ct);

    /// <summary>Applies the given scripts; throws <see cref="MigrationRefusedException"/> when a landed one differs or is unknown.</summary>
    public async Task<IReadOnlyList<string>> MigrateAsync(IReadOnlyList<Script> scripts, int? to, CancellationToken ct)
    {
        await database.ReachAsync(ct);
        if (database.Dialect is Dialect.Sqlite)
        {
            await using var connection = (SqliteConnection)await database.OpenAsync(ct);
            await using var wal = connection.CreateCommand();
            wal.CommandText = "pragma journal_mode = wal";
            await wal.ExecuteScalarAsync(ct);
        }

        // SQLite's write transaction is the lock there; on PostgreSQL an advisory lock holds until the commit.
        await using var transaction = await database.BeginAsync(ct);
        if (database.Dialect is Dialect.Postgres) await transaction.ExecuteAsync("select pg_advisory_xact_lock(7203391)", null, ct);
        await transaction.ExecuteAsync("""
            create table if not exists schema_migrations (
              number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null)
            """, null, ct);
        var landed = (await transaction.QueryAsync<Landed>("select number, name, checksum from schema_migrations order by number", null, ct)).ToDictionary(l => l.Number);
        foreach (var row in landed.Values)
        {
            var script = scripts.FirstOrDefault(s => s.Number == row.Number)
                ?? throw new MigrationRefusedException($"The database has migration {row.Name}, which this program does not know. Run the newer program.");
            if (script.Checksum != row.Checksum)
                throw new MigrationRefusedException($"Migration {script.Name} was changed after it had been applied. Restore it and write a new one.");
        }

        var applied = new List<string>();
        foreach (var script in scripts.Where(s => !landed.ContainsKey(s.Number) && (to is null || s.Number <= to)))
        {
            await transaction.ExecuteAsync(script.Sql, null, ct);
            foreach (var table in script.AppendOnly) await transaction.ExecuteAsync(database.Dialect.AppendOnly(table), null, ct);
            foreach (var (table, words) in script.Emptied)
            {
                var columns = await transaction.QueryAsync<string>(database.Dialect.Columns, new { table }, ct);
                await transaction.ExecuteAsync(database.Dialect.WordsMayBeEmptied(table, words, columns.Where(c => c != words)), null, ct);
            }

            await transaction.ExecuteAsync("insert into schema_migrations (number, name, checksum, applied_at) values (@Number, @Name, @Checksum, @now)",
                new { script.Number, script.Name, script.Checksum, now = clock.GetUtcNow() }, ct);
            applied.Add(script.Name);
        }

        await transaction.CommitAsync(ct);
        foreach (var name in applied) Applied(name);
        return applied;
    }

    private static List<Script> ReadEmbedded(Assembly assembly)
    {
        var scripts = new List<Script>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            scripts.Add(Script.Of(resource[Prefix.Length..^".sql".Length], reader.ReadToEnd()));
        }

        return scripts;
    }

    [LoggerMessage(LogLevel.Information, "Applied migration {Name}")]
    private partial void Applied(string name);

    /// <summary>A numbered script, such as <c>0001_messaging</c>; line ends do not count in its checksum.</summary>
    internal sealed record Script(int Number, string Name, string Sql, string Checksum)
    {
        private const string AppendOnlyMark = "-- append-only: ";
        private const string EmptiedMark = "-- words may be emptied: ";

        /// <summary>Tables the script names in lines such as <c>-- append-only: intents</c>: their rows are never changed or deleted.</summary>
        public IEnumerable<string> AppendOnly => Sql.Split('\n').Where(line => line.StartsWith(AppendOnlyMark, StringComparison.Ordinal)).Select(line => line[AppendOnlyMark.Length..].Trim());

        /// <summary>Append-only tables the script names in lines such as <c>-- words may be emptied: complaints</c>: their column <c>words</c>, or the one named after a dot, may become empty, and nothing else of them changes.</summary>
        public IEnumerable<(string Table, string Words)> Emptied => Sql.Split('\n').Where(line => line.StartsWith(EmptiedMark, StringComparison.Ordinal)).Select(line => line[EmptiedMark.Length..].Trim().Split('.')).Select(name => (name[0], name is [_, var column] ? column : "words"));

        /// <summary>Makes a script from its name and text.</summary>
        public static Script Of(string name, string sql)
        {
            var text = sql.ReplaceLineEndings("\n");
            var number = int.Parse(name.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture);
            return new Script(number, name, text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
        }
    }

    private sealed record Landed
    {
        public required int Number { get; init; }

        public required string Name { get; init; }

        public required string Checksum { get; init; }
    }
}

/// <summary>The schema cannot be brought forward; the message names the script.</summary>
internal sealed class MigrationRefusedException(string sentence) : Exception(sentence);
