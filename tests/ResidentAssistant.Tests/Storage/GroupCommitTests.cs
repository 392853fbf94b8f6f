using System.Data.Common;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Storage;

public sealed class GroupCommitTests
{
    [BothDatabases]
    public async Task Batches_of_one_moment_are_all_stored_and_one_that_is_refused_harms_only_itself(Provider provider)
    {
        await using var test = await TestDatabase.EmptyOnAsync(provider);
        await test.Database.ExecuteAsync("create table seats (number integer primary key, name text not null)", null, default);
        await test.Database.ExecuteAsync("insert into seats (number, name) values (50, 'taken before')", null, default);
        var commits = new GroupCommit(test.Database);

        var all = Enumerable.Range(0, 100).Select(i => commits.RunAsync(new Batch()
            .Add("insert into seats (number, name) values ($1, $2)", 1000 + i, "first half")
            .Add("insert into seats (number, name) values ($1, $2)", i, "second half"), default)).ToArray();
        var refused = new List<int>();
        for (var i = 0; i < all.Length; i++)
        {
            try
            {
                await all[i];
            }
            catch (DbException e)
            {
                test.Database.Dialect.TableOfDuplicate(e).ShouldBe("seats");
                refused.Add(i);
            }
        }

        refused.ShouldBe([50]);
        (await test.Database.FirstAsync<long>("select count(*) from seats", null, default)).ShouldBe(199);
        (await test.Database.FirstAsync<long>("select count(*) from seats where number = 1050", null, default)).ShouldBe(0);
    }
}
