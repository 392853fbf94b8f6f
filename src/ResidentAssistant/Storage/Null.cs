using NpgsqlTypes;

namespace ResidentAssistant.Storage;

/// <summary>A missing value that still has a type: without it PostgreSQL plans a statement anew for every mixture of missing values.</summary>
internal sealed record Null(NpgsqlDbType Type)
{
    private static readonly Null Id = new(NpgsqlDbType.Uuid);
    private static readonly Null Text = new(NpgsqlDbType.Text);
    private static readonly Null Bytes = new(NpgsqlDbType.Bytea);
    private static readonly Null Number = new(NpgsqlDbType.Integer);
    private static readonly Null Instant = new(NpgsqlDbType.TimestampTz);

    /// <summary>The value, or a missing id.</summary>
    public static object Or(Guid? value) => value is { } id ? id : Id;

    /// <summary>The value, or a missing text.</summary>
    public static object Or(string? value) => value is { } text ? text : Text;

    /// <summary>The value, or missing bytes.</summary>
    public static object Or(byte[]? value) => value is { } bytes ? bytes : Bytes;

    /// <summary>The value, or a missing number.</summary>
    public static object Or(int? value) => value is { } number ? number : Number;

    /// <summary>The value, or a missing instant.</summary>
    public static object Or(DateTimeOffset? value) => value is { } instant ? instant : Instant;
}
