using FakeWeCom;
using Npgsql;
using ResidentAssistant.Tests.Infrastructure;
using Xunit.Abstractions;

namespace ResidentAssistant.Tests.Faults;

/// <summary>Two real nodes on one PostgreSQL: reports at fifty a second, then one node is killed before a deadline, and WeCom hangs.</summary>
public sealed class EscalationFaultTests(ITestOutputHelper output)
{
    private static int Seconds => Environment.GetEnvironmentVariable("RESIDENT_LONG") == "1" ? 10 : 2;

    [PostgresFact]
    public async Task A_report_is_paged_though_the_database_goes_away_at_once()
    {
        await using var database = await TestDatabase.EmptyOnAsync(Provider.Postgres);
        using var keys = new TestKeys();
        await using var client = await BotClient.StartAsync();
        var options = new FakeWeComOptions { Seed = 7 };
        await using var fake = await FakeWeComHost.StartAsync(options);
        using var app = new AppProcess(Settings(options, fake, database, keys));
        await app.StartAsync();
        await client.PostAsync(app.Address, "warm", "m0", "什么时候开工");
        var name = new NpgsqlConnectionStringBuilder(database.Settings.ConnectionString).Database!;
        await using var admin = NpgsqlDataSource.Create((await PostgresCluster.StartedAsync()).ConnectionString("postgres"));

        (await client.PostAsync(app.Address, "burst", "m0", "水管爆了")).ShouldBe(200);
        // To the program it is a restart: every connection is lost, and for a while none is given.
        await using (var away = admin.CreateCommand($"alter database \"{name}\" allow_connections false")) await away.ExecuteNonQueryAsync();
        await using (var cut = admin.CreateCommand($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")) await cut.ExecuteNonQueryAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));
        await using (var back = admin.CreateCommand($"alter database \"{name}\" allow_connections true")) await back.ExecuteNonQueryAsync();

        for (var i = 0; i < 300 && !fake.Group().Messages.Any(m => m.Text.Contains("爆管跑水", StringComparison.Ordinal)); i++) await Task.Delay(100);
        fake.Group().Messages.Count(m => m.Text.Contains("爆管跑水", StringComparison.Ordinal)).ShouldBe(1, app.Output);
        await app.KillAsync();
    }

    [PostgresFact]
    public async Task Every_report_is_paged_and_escalates_once_though_a_node_is_killed_and_the_vendor_hangs()
    {
        await using var database = await TestDatabase.EmptyOnAsync(Provider.Postgres);
        using var keys = new TestKeys();
        await using var client = await BotClient.StartAsync();
        var options = new FakeWeComOptions { Seed = 7 };
        await using var fake = await FakeWeComHost.StartAsync(options);
        var settings = Settings(options, fake, database, keys);
        using var one = new AppProcess(settings);
        using var two = new AppProcess(settings);
        await one.StartAsync();
        await two.StartAsync();
        // The shortest ladder that may be written: a minute from step to step.
        await database.Database.ExecuteAsync("""
            insert into escalation_policies (id, community_id, severity, version, steps, reason, set_by, set_by_name, set_at)
            select @id, c.id, 'danger', 1, @steps, '试', c.id, '试', @now from communities c
            """, new { id = Guid.CreateVersion7(), steps = "马上：值班群\n1分钟后：街道、值班群\n每10分钟再来一遍", now = DateTimeOffset.UtcNow }, default);

        // What a node has to compile it has compiled in its rehearsal, right after the start; nothing was ever asked of it before.
        await Task.Delay(TimeSpan.FromSeconds(6));

        var posts = new List<Task<int>>();
        for (var i = 0; i < Seconds * 50; i++)
        {
            posts.Add(client.PostAsync(i % 2 == 0 ? one.Address : two.Address, $"storm-{i}", "m0", "水管爆了"));
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        (await Task.WhenAll(posts)).ShouldAllBe(status => status == 200);
        var reports = posts.Count;
        await UntilAsync("select count(distinct desk_item_id) from staff_messages where kind = 'Page' and way = 'robot' and act_id is null and state = 'Sent'", reports, 60);
        var waited = await database.Database.QueryAsync<double>("""
            select extract(epoch from min(m.finished_at) - min(d.created_at))::float8 from desk_items d join staff_messages m on m.desk_item_id = d.id and m.kind = 'Page' and m.act_id is null and m.state = 'Sent' where d.kind = 'emergency' and d.urgent group by d.id order by 1
            """, null, default);
        foreach (var line in await database.Database.QueryAsync<string>("""
            select m.way || ' ' || m.target || ' ' || count(*) || ' pages in ' || count(distinct coalesce(m.joined_into, m.id)) || ' calls, written ' || round(avg(extract(epoch from m.created_at - d.created_at))::numeric, 1) || ' s after the report, sent ' || round(avg(extract(epoch from m.finished_at - m.created_at))::numeric, 1) || ' s after that'
              from staff_messages m join desk_items d on d.id = m.desk_item_id where m.kind = 'Page' and m.state = 'Sent' group by m.way, m.target
            """, null, default)) output.WriteLine(line);
        output.WriteLine($"{reports} reports at 50 a second on two nodes: first page out after {waited[waited.Count / 2]:0.0} s (median), {waited[(int)(waited.Count * 0.95)]:0.0} s (95 %), {waited[^1]:0.0} s (longest); {waited.Count(w => w <= 2)} within 2 s");

        // A node dies shortly before the deadline, and the vendor hangs over it.
        await one.KillAsync();
        fake.Faults.Hang(TimeSpan.FromSeconds(90), "webhook/send");
        await UntilAsync("select count(*) from ticket_acts where step = 1 and kind in ('paged', 'nobody')", reports, 120);
        var late = await database.Database.QueryAsync<double>("""
            select extract(epoch from b.at - a.at)::float8 - 60 from ticket_acts a join ticket_acts b on b.ticket_id = a.ticket_id and b.step = 1 where a.step = 0 and a.kind = 'paged' order by 1
            """, null, default);
        output.WriteLine($"one of two nodes killed: escalated {late[late.Count / 2]:0.0} s after the deadline (median), {late[^1]:0.0} s (longest)");

        (await database.Database.FirstAsync<long>("select count(*) from (select ticket_id from ticket_acts where step = 1 group by ticket_id having count(*) > 1) x", null, default)).ShouldBe(0);
        (await database.Database.FirstAsync<long>("select count(*) from tickets where due_at is null", null, default)).ShouldBe(0);
        await two.KillAsync();

        async Task UntilAsync(string sql, long wanted, int seconds)
        {
            for (var i = 0; i < seconds * 10; i++)
            {
                if (await database.Database.FirstAsync<long>(sql, null, default) >= wanted) return;
                await Task.Delay(100);
            }

            output.WriteLine(two.Output);
            throw new TimeoutException($"Waited {seconds} s in vain for {wanted}: {sql}. {two.Output}");
        }
    }

    private static Dictionary<string, string?> Settings(FakeWeComOptions options, FakeWeComHost fake, TestDatabase database, TestKeys keys)
    {
        var settings = ProductSettings.Lines(options, fake.Address).Select(l => l.Split('=', 2)).Where(l => !l[0].StartsWith("WeCom__AiBot", StringComparison.Ordinal)).ToDictionary(l => l[0].Replace("__", ":", StringComparison.Ordinal), l => (string?)l[1]);
        foreach (var (key, value) in new Dictionary<string, string?>
        {
            ["Storage:Provider"] = database.Settings.Provider, ["Storage:ConnectionString"] = database.Settings.ConnectionString, ["Keys:Path"] = keys.Folder.FullName, ["Logging:LogLevel:Default"] = "Error",
        }) settings[key] = value;
        return settings;
    }
}
