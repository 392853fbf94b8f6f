using System.Data.Common;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Storage;

public sealed class DatabaseTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 2, 12, 0, 0, 123, TimeSpan.FromHours(8));

    [BothDatabases]
    public async Task One_row_type_reads_the_same(Provider provider)
    {
        await using var test = await WithThingsAsync(provider);
        var id = Guid.CreateVersion7(Noon);
        await test.Database.RunAsync(new Batch().Add(Insert, id, "三号楼", Kind.Tower, 501, 5_000_000_000L, true, Noon, new DateOnly(2026, 11, 2), new byte[] { 1, 2, 3 }, null), default);

        var thing = (await test.Database.FirstAsync<Thing>("select * from things where id = @id and at = @Noon and day = @day", new { id, Noon, day = new DateOnly(2026, 11, 2) }, default)).ShouldNotBeNull();

        thing.Id.ShouldBe(id);
        thing.Name.ShouldBe("三号楼");
        thing.Kind.ShouldBe(Kind.Tower);
        thing.Floors.ShouldBe(501);
        thing.Size.ShouldBe(5_000_000_000L);
        thing.Open.ShouldBeTrue();
        thing.At.ShouldBe(Noon);
        thing.At.Offset.ShouldBe(TimeSpan.Zero);
        thing.Day.ShouldBe(new DateOnly(2026, 11, 2));
        thing.Content.ShouldBe([1, 2, 3]);
        thing.ClosedAt.ShouldBeNull();
    }

    [BothDatabases]
    public async Task Named_parameters_write_the_same_values_as_positional_ones(Provider provider)
    {
        await using var test = await WithThingsAsync(provider);
        var id = Guid.CreateVersion7(Noon);
        await test.Database.ExecuteAsync("insert into things (id, name, kind, floors, size, open, at, day, content, closed_at) values (@id, 'a', 'Slab', 1, 1, @open, @Noon, @day, @content, @Noon)",
            new { id, open = true, Noon, day = new DateOnly(2026, 11, 2), content = Array.Empty<byte>() }, default);

        var counts = await test.Database.RunAsync(new Batch().Add("update things set name = 'b' where id = $1 and open = $2 and at = $3 and day = $4 and closed_at = $3",
            id, true, Noon, new DateOnly(2026, 11, 2)), default);

        counts.ShouldBe([1]);
    }

    [BothDatabases]
    public async Task A_positional_value_may_be_named_twice_and_out_of_order(Provider provider)
    {
        await using var test = await WithThingsAsync(provider);
        await test.Database.RunAsync(Two(), default);

        var counts = await test.Database.RunAsync(new Batch().Add("update things set floors = $2 where floors < $2 and name <> $1", "first", 9), default);

        counts.ShouldBe([1]);
    }

    [BothDatabases]
    public async Task A_batch_is_all_or_nothing(Provider provider)
    {
        await using var test = await WithThingsAsync(provider);
        var id = Guid.CreateVersion7(Noon);

        await Should.ThrowAsync<DbException>(() => test.Database.RunAsync(new Batch().Add(Insert, Values(id, "first")).Add(Insert, Values(id, "again")), default));

        (await test.Database.FirstAsync<int>("select count(*) from things", null, default)).ShouldBe(0);
    }

    [BothDatabases]
    public async Task A_batch_tells_how_many_rows_each_statement_touched(Provider provider)
    {
        await using var test = await WithThingsAsync(provider);

        var counts = await test.Database.RunAsync(Two().Add("update things set floors = 2").Add("delete from things where name = $1", "nobody"), default);

        counts.ShouldBe([1, 1, 2, 0]);
    }

    [BothDatabases]
    public async Task A_transaction_without_a_commit_is_undone(Provider provider)
    {
        await using var test = await WithThingsAsync(provider);
        await using (var transaction = await test.Database.BeginAsync(default)) await transaction.RunAsync(Two(), default);

        (await test.Database.FirstAsync<int>("select count(*) from things", null, default)).ShouldBe(0);
    }

    [BothDatabases]
    public async Task A_duplicate_names_its_table(Provider provider)
    {
        await using var test = await WithThingsAsync(provider);
        await test.Database.RunAsync(Two(), default);

        var key = await Should.ThrowAsync<DbException>(() => test.Database.RunAsync(new Batch().Add(Insert, Values(Guid.CreateVersion7(Noon), "first")), default));
        var other = await Should.ThrowAsync<DbException>(() => test.Database.ExecuteAsync("insert into things (id) values (null)", null, default));

        test.Database.Dialect.TableOfDuplicate(key).ShouldBe("things");
        test.Database.Dialect.TableOfDuplicate(other).ShouldBeNull();
    }

    [BothDatabases]
    public async Task A_list_parameter_finds_its_members(Provider provider)
    {
        await using var test = await WithThingsAsync(provider);
        await test.Database.RunAsync(Two(), default);
        var names = new[] { "second", "third" };

        var found = await test.Database.QueryAsync<string>($"select name from things where {test.Database.Dialect.In("name", "names")}", new { names }, default);

        found.ShouldBe(["second"]);
    }

    [BothDatabases]
    public async Task The_databases_clock_compares_with_stored_instants(Provider provider)
    {
        await using var test = await WithThingsAsync(provider);
        var dialect = test.Database.Dialect;
        await test.Database.RunAsync(Two(), default);
        await test.Database.ExecuteAsync($"update things set closed_at = {dialect.NowPlus(30)} where name = 'first'", null, default);

        var leased = await test.Database.QueryAsync<string>($"select name from things where closed_at > {dialect.Now} and closed_at <= {dialect.NowPlus(30)} and at < {dialect.NowPlus(1_000_000_000)}", null, default);

        leased.ShouldBe(["first"]);
    }

    [BothDatabases]
    public async Task Fifty_writers_at_once_all_get_through(Provider provider)
    {
        await using var test = await WithThingsAsync(provider);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => test.Database.RunAsync(new Batch().Add(Insert, Values(Guid.CreateVersion7(Noon), $"thing {i}")), default)));

        (await test.Database.FirstAsync<int>("select count(*) from things", null, default)).ShouldBe(50);
    }

    private const string Insert = "insert into things (id, name, kind, floors, size, open, at, day, content, closed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    private static object?[] Values(Guid id, string name) => [id, name, Kind.Slab, 1, 1L, false, Noon, new DateOnly(2026, 11, 2), Array.Empty<byte>(), null];

    private static Batch Two() => new Batch().Add(Insert, Values(Guid.CreateVersion7(Noon), "first")).Add(Insert, Values(Guid.CreateVersion7(Noon), "second"));

    private static async Task<TestDatabase> WithThingsAsync(Provider provider)
    {
        var test = await TestDatabase.EmptyOnAsync(provider);
        await test.Database.ExecuteAsync("""
            create table things (
              id uuid primary key not null, name text not null unique, kind text not null, floors integer not null, size bigint not null, open boolean not null,
              at timestamptz not null, day date not null, content bytea not null, closed_at timestamptz)
            """, null, default);
        return test;
    }

    private enum Kind
    {
        Slab,
        Tower,
    }

    private sealed record Thing
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required Kind Kind { get; init; }

        public required int Floors { get; init; }

        public required long Size { get; init; }

        public required bool Open { get; init; }

        public required DateTimeOffset At { get; init; }

        public required DateOnly Day { get; init; }

        public required byte[] Content { get; init; }

        public required DateTimeOffset? ClosedAt { get; init; }
    }
}
