using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Operations;

public sealed class NightlyTests
{
    [BothDatabases]
    public async Task A_night_signs_the_day_once_on_all_nodes_and_forgets_what_counts_no_more(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var database = app.Get<Database>();
        var now = app.Clock.GetUtcNow();
        await database.ExecuteAsync("insert into inbox (channel, message_id, conversation_id, turn, received_at) values ('t', 'old', @id, 1, @old), ('t', 'new', @id, 2, @young)",
            new { id = Guid.NewGuid(), old = now.AddDays(-61), young = now.AddDays(-58) }, default);
        await database.ExecuteAsync("insert into letter_attempts (id, conversation_id, at) values (@a, @a, @old), (@b, @b, @young)",
            new { a = Guid.NewGuid(), b = Guid.NewGuid(), old = now.AddDays(-31), young = now.AddDays(-28) }, default);
        var chat = new Chat(app, "lin");
        await chat.SayAsync("我不同意换管子");
        await chat.SayAsync("取消");
        await app.Get<Tick>().RunOnceAsync(default);
        (await chat.CountAsync("select count(*) from evidence_trees")).ShouldBe(1);

        app.Clock.Advance(TimeSpan.FromDays(1));
        await using var other = app.OtherNode();
        await Task.WhenAll(app.Get<NightlyJob>().RunAsync(default), other.Services.GetRequiredService<NightlyJob>().RunAsync(default));
        await app.Get<NightlyJob>().RunAsync(default);

        (await chat.CountAsync("select count(*) from evidence_heads")).ShouldBe(1);
        (await database.QueryAsync<string>("select message_id from inbox where channel = 't'", null, default)).ShouldBe(["new"]);
        (await chat.CountAsync("select count(*) from letter_attempts")).ShouldBe(1);
    }
}
