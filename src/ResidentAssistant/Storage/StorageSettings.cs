namespace ResidentAssistant.Storage;

/// <summary>Section <c>Storage</c>: which database, and how to reach it.</summary>
internal sealed record StorageSettings
{
    /// <summary><c>sqlite</c> (default) or <c>postgres</c>.</summary>
    public string Provider { get; init; } = "sqlite";

    /// <summary>ADO.NET connection string; empty means <c>data/resident-assistant.db</c> on SQLite.</summary>
    public string ConnectionString { get; init; } = "";
}
