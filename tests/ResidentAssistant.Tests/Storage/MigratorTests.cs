using Microsoft.Extensions.Logging.Abstractions;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Storage;

public sealed class MigratorTests
{
    private static readonly Migrator.Script First = Migrator.Script.Of("0001_first", "create table first (id integer primary key);\ncreate table other (id integer primary key)");
    private static readonly Migrator.Script Second = Migrator.Script.Of("0002_second", "create table second (id integer primary key)");

    [BothDatabases]
    public async Task Every_migration_of_this_build_applies_in_order(Provider provider)
    {
        await using var test = await TestDatabase.EmptyOnAsync(provider);

        var applied = await Of(test.Database).MigrateAsync(null, CancellationToken.None);

        applied.ShouldBe(Migrator.Embedded.Select(s => s.Name));
        Migrator.Embedded.Select(s => s.Number).ShouldBe(Enumerable.Range(1, Migrator.Embedded.Count));
    }

    [BothDatabases]
    public async Task A_second_run_does_nothing(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);

        (await Of(test.Database).MigrateAsync(null, CancellationToken.None)).ShouldBeEmpty();
    }

    [BothDatabases]
    public async Task Only_what_is_asked_for_is_applied_and_the_rest_later(Provider provider)
    {
        await using var test = await TestDatabase.EmptyOnAsync(provider);

        (await Of(test.Database).MigrateAsync([First, Second], 1, CancellationToken.None)).ShouldBe(["0001_first"]);
        (await Of(test.Database).MigrateAsync([First, Second], null, CancellationToken.None)).ShouldBe(["0002_second"]);
    }

    [BothDatabases]
    public async Task An_edited_landed_migration_is_refused_by_its_name(Provider provider)
    {
        await using var test = await TestDatabase.EmptyOnAsync(provider);
        await Of(test.Database).MigrateAsync([First], null, CancellationToken.None);
        var edited = Migrator.Script.Of("0001_first", First.Sql + ";\n-- a late thought");

        var refusal = await Should.ThrowAsync<MigrationRefusedException>(() => Of(test.Database).MigrateAsync([edited, Second], null, CancellationToken.None));

        refusal.Message.ShouldContain("0001_first");
        (await Of(test.Database).MigrateAsync([First, Second], null, CancellationToken.None)).ShouldBe(["0002_second"]);
    }

    [BothDatabases]
    public async Task Other_line_ends_are_not_an_edit(Provider provider)
    {
        await using var test = await TestDatabase.EmptyOnAsync(provider);
        await Of(test.Database).MigrateAsync([First], null, CancellationToken.None);
        var checkedOutOnWindows = Migrator.Script.Of("0001_first", First.Sql.ReplaceLineEndings("\r\n"));

        (await Of(test.Database).MigrateAsync([checkedOutOnWindows], null, CancellationToken.None)).ShouldBeEmpty();
    }

    [BothDatabases]
    public async Task A_database_of_a_newer_program_is_refused(Provider provider)
    {
        await using var test = await TestDatabase.EmptyOnAsync(provider);
        await Of(test.Database).MigrateAsync([First, Second], null, CancellationToken.None);

        var refusal = await Should.ThrowAsync<MigrationRefusedException>(() => Of(test.Database).MigrateAsync([First], null, CancellationToken.None));

        refusal.Message.ShouldContain("0002_second");
    }

    [BothDatabases]
    public async Task A_migration_that_fails_leaves_nothing_behind(Provider provider)
    {
        await using var test = await TestDatabase.EmptyOnAsync(provider);
        var broken = Migrator.Script.Of("0002_broken", "create table half (id integer primary key);\ncreate table half (id integer primary key)");

        await Should.ThrowAsync<System.Data.Common.DbException>(() => Of(test.Database).MigrateAsync([First, broken], null, CancellationToken.None));

        (await Of(test.Database).MigrateAsync([First, Second], null, CancellationToken.None)).ShouldBe(["0001_first", "0002_second"]);
    }

    [BothDatabases]
    public async Task Two_nodes_that_start_at_once_apply_each_migration_once(Provider provider)
    {
        await using var test = await TestDatabase.EmptyOnAsync(provider);
        await using var other = Database.For(test.Settings);

        var applied = await Task.WhenAll(
            Task.Run(() => Of(test.Database).MigrateAsync(null, CancellationToken.None)),
            Task.Run(() => Of(other).MigrateAsync(null, CancellationToken.None)));

        applied.SelectMany(names => names).Order(StringComparer.Ordinal).ShouldBe(Migrator.Embedded.Select(s => s.Name));
    }

    private static Migrator Of(Database database) => new(database, new FakeClock(), NullLogger<Migrator>.Instance);
}
