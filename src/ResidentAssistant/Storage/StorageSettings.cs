using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ResidentAssistant.Storage;

/// <summary>Section <c>Storage</c>: which database, and how to reach it.</summary>
internal sealed record StorageSettings
{
    /// <summary><c>sqlite</c> (default) or <c>postgres</c>.</summary>
    public string Provider { get; init; } = "sqlite";

    /// <summary>ADO.NET connection string; empty means <c>data/resident-assistant.db</c> on SQLite.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>Reads the section; throws <see cref="SettingException"/> with every fault in it.</summary>
    public static StorageSettings Read(IConfiguration configuration)
    {
        var settings = SettingException.Bound(() => configuration.GetSection("Storage").Get<StorageSettings>());
        settings.Connection();
        return settings;
    }

    /// <summary>The parts of the connection string, of the provider's own kind; throws <see cref="SettingException"/> when they cannot be read.</summary>
    public DbConnectionStringBuilder Connection()
    {
        var postgres = Provider.Equals("postgres", StringComparison.OrdinalIgnoreCase);
        if (!postgres && !Provider.Equals("sqlite", StringComparison.OrdinalIgnoreCase)) throw new SettingException($"Storage:Provider must be sqlite or postgres, not \"{Provider}\".");
        if (postgres && string.IsNullOrWhiteSpace(ConnectionString)) throw new SettingException("Storage:ConnectionString is required when Storage:Provider is postgres.");
        try
        {
            if (!postgres) return new SqliteConnectionStringBuilder(string.IsNullOrWhiteSpace(ConnectionString) ? "Data Source=data/resident-assistant.db" : ConnectionString);
            var parts = new NpgsqlConnectionStringBuilder(ConnectionString);
            return string.IsNullOrWhiteSpace(parts.Host) ? throw new SettingException("Storage:ConnectionString names no Host.") : parts;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException or NotSupportedException)
        {
            // Without the reader's own words: they may quote a piece of the password.
            throw new SettingException($"Storage:ConnectionString cannot be read; for {(postgres ? "postgres it looks like Host=…;Username=…;Password=…;Database=…" : "sqlite it looks like Data Source=…")}.");
        }
    }
}
