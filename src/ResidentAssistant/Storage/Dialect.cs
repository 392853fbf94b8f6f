using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ResidentAssistant.Storage;

/// <summary>The few places where SQLite and PostgreSQL are spoken differently.</summary>
internal abstract class Dialect
{
    /// <summary>Setting value that chooses it: <c>sqlite</c> or <c>postgres</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The database's own clock as an expression, comparable with stored instants; leases use it, promises do not.</summary>
    public abstract string Now { get; }

    /// <summary>The database's clock that many seconds ahead.</summary>
    public abstract string NowPlus(int seconds);

    /// <summary>Row lock for claiming work, put after <c>limit</c>; empty where one writer is the rule.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>Row lock held until the transaction ends, put at the end of a <c>select</c>; rows that only point to it may still be written. Empty where one writer is the rule.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>Membership test for a list parameter given to Dapper, such as <c>id in @ids</c>.</summary>
    public abstract string In(string column, string parameter);

    /// <summary>Membership test for a positional parameter that holds a <see cref="List"/>.</summary>
    public abstract string Among(string column, string parameter);

    /// <summary>A list of words as the value of one positional parameter.</summary>
    public abstract object List(string[] words);

    /// <summary>A JSON list of lists as rows, for <c>from</c>; each column has a name and its type (bigint, uuid, bytea; bytes are written in hex).</summary>
    public abstract string Rows(string parameter, params (string Name, string Type)[] columns);

    /// <summary>Statements that make a table refuse every change and deletion of its rows.</summary>
    public abstract string AppendOnly(string table);

    /// <summary>Query for the columns of <c>@table</c>.</summary>
    public abstract string Columns { get; }

    /// <summary>Statements after which the column <paramref name="words"/> of an append-only table may be emptied, and no other of its <paramref name="columns"/> changes.</summary>
    public abstract string WordsMayBeEmptied(string table, string words, IEnumerable<string> columns);

    /// <summary>The table whose unique key refused a row, or null when it was another fault.</summary>
    public abstract string? TableOfDuplicate(DbException fault);

    /// <summary>SQLite: one writer at a time, and the file is the installation.</summary>
    public sealed class Sqlite : Dialect
    {
        /// <inheritdoc />
        public override string Name => "sqlite";

        /// <inheritdoc />
        public override string Now => "(strftime('%Y-%m-%d %H:%M:%f', 'now') || '+00:00')";

        /// <inheritdoc />
        public override string NowPlus(int seconds) => $"(strftime('%Y-%m-%d %H:%M:%f', 'now', '+{seconds} seconds') || '+00:00')";

        /// <inheritdoc />
        public override string SkipLocked => "";

        /// <inheritdoc />
        public override string ForUpdate => "";

        /// <inheritdoc />
        public override string In(string column, string parameter) => $"{column} in @{parameter}";

        /// <inheritdoc />
        public override string Among(string column, string parameter) => $"{column} in (select value from json_each({parameter}))";

        /// <inheritdoc />
        public override object List(string[] words) => System.Text.Json.JsonSerializer.Serialize(words);

        /// <inheritdoc />
        public override string Rows(string parameter, params (string Name, string Type)[] columns) =>
            $"(select {string.Join(", ", columns.Select((c, i) => c.Type switch
            {
                // Ids are kept as the driver writes them.
                "uuid" => $"upper(value ->> {i}) as {c.Name}",
                "bytea" => $"unhex(value ->> {i}) as {c.Name}",
                _ => $"value ->> {i} as {c.Name}",
            }))} from json_each({parameter}))";

        /// <inheritdoc />
        public override string AppendOnly(string table) => $"""
            create trigger {table}_keeps_rows before update on {table} begin select raise(abort, '{table} is append-only'); end;
            create trigger {table}_loses_none before delete on {table} begin select raise(abort, '{table} is append-only'); end;
            """;

        /// <inheritdoc />
        public override string Columns => "select name from pragma_table_info(@table)";

        /// <inheritdoc />
        public override string WordsMayBeEmptied(string table, string words, IEnumerable<string> columns) => $"""
            drop trigger {table}_keeps_rows;
            create trigger {table}_keeps_rows before update of {string.Join(", ", columns)} on {table} begin select raise(abort, '{table} is append-only'); end;
            create trigger {table}_keeps_words before update of {words} on {table} when length(new.{words}) > 0 begin select raise(abort, '{table} is append-only'); end;
            """;

        /// <inheritdoc />
        public override string? TableOfDuplicate(DbException fault)
        {
            if (fault is not SqliteException { SqliteExtendedErrorCode: 1555 or 2067 }) return null;
            var at = fault.Message.LastIndexOf(": ", StringComparison.Ordinal);
            var dot = fault.Message.IndexOf('.', Math.Max(at, 0));
            return at < 0 || dot < 0 ? null : fault.Message[(at + 2)..dot];
        }
    }

    /// <summary>PostgreSQL: many nodes.</summary>
    public sealed class Postgres : Dialect
    {
        /// <inheritdoc />
        public override string Name => "postgres";

        /// <inheritdoc />
        public override string Now => "clock_timestamp()";

        /// <inheritdoc />
        public override string NowPlus(int seconds) => $"(clock_timestamp() + interval '{seconds} seconds')";

        /// <inheritdoc />
        public override string SkipLocked => "for update skip locked";

        /// <inheritdoc />
        public override string ForUpdate => "for no key update";

        /// <inheritdoc />
        public override string In(string column, string parameter) => $"{column} = any(@{parameter})";

        /// <inheritdoc />
        public override string Among(string column, string parameter) => $"{column} = any({parameter})";

        /// <inheritdoc />
        public override object List(string[] words) => words;

        /// <inheritdoc />
        public override string Rows(string parameter, params (string Name, string Type)[] columns) =>
            $"(select {string.Join(", ", columns.Select((c, i) => c.Type is "bytea" ? $"decode(value ->> {i}, 'hex') as {c.Name}" : $"(value ->> {i})::{c.Type} as {c.Name}"))} from json_array_elements({parameter}::json))";

        /// <inheritdoc />
        public override string AppendOnly(string table) => $"""
            create or replace function refuse_change() returns trigger language plpgsql as $$ begin raise exception '% is append-only', tg_table_name; end $$;
            create trigger {table}_keeps_rows before update or delete on {table} for each row execute function refuse_change();
            create trigger {table}_loses_none before truncate on {table} for each statement execute function refuse_change();
            """;

        /// <inheritdoc />
        public override string Columns => "select column_name from information_schema.columns where table_schema = current_schema() and table_name = @table";

        /// <inheritdoc />
        public override string WordsMayBeEmptied(string table, string words, IEnumerable<string> columns) => $"""
            drop trigger {table}_keeps_rows on {table};
            create trigger {table}_keeps_rows before delete or update of {string.Join(", ", columns)} on {table} for each row execute function refuse_change();
            create trigger {table}_keeps_words before update of {words} on {table} for each row when (length(new.{words}) > 0) execute function refuse_change();
            """;

        /// <inheritdoc />
        public override string? TableOfDuplicate(DbException fault) =>
            fault is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } no ? no.TableName : null;
    }
}
