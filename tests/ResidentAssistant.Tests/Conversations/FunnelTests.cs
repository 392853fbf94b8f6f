using ResidentAssistant.Conversations;

namespace ResidentAssistant.Tests.Conversations;

public sealed class FunnelTests
{
    [Fact]
    public void Each_step_counts_who_came_and_who_stopped_there()
    {
        var funnel = Funnel.Of(
        [
            Way("consent", 70, "completed", "tell", "read", "answer", "read-back", "record"),
            Way("consent", 12, "expired", "tell", "read"),
            Way("consent", 8, "cancelled", "tell", "read", "answer"),
            Way("consent", 10, "handover", "tell", "read", "answer", "why"),
        ]).ShouldHaveSingleItem();

        funnel.Started.ShouldBe(100);
        funnel.Steps.Select(s => (s.Step, s.Reached, s.Ended)).ShouldBe(
            [("tell", 100, 0), ("read", 100, 12), ("answer", 88, 8), ("why", 10, 10), ("read-back", 70, 0), ("record", 70, 70)]);
        funnel.Steps[1].Ends.ShouldBe([new FunnelEnd("expired", 12)]);
        funnel.Ends.ShouldBe([new("completed", 70), new("expired", 12), new("handover", 10), new("cancelled", 8)]);
    }

    [Fact]
    public void What_was_reached_is_what_went_on_and_what_stopped()
    {
        var funnel = Funnel.Of([Way("d", 5, "completed", "a", "b"), Way("d", 2, "completed", "a", "c", "b"), Way("d", 1, "expired", "a")])[0];

        funnel.Steps.Sum(s => s.Ended).ShouldBe(funnel.Started);
        funnel.Steps.Select(s => s.Step).ShouldBe(["a", "c", "b"]);
    }

    [Fact]
    public void A_last_step_that_the_path_does_not_name_still_counts() =>
        Funnel.Of([new WayGone { Dialog = "d", Path = "[]", Result = "expired", LastStep = "ask", Times = 3 }])[0].Steps.ShouldHaveSingleItem().Reached.ShouldBe(3);

    [Fact]
    public void The_most_used_dialog_comes_first() =>
        Funnel.Of([Way("rare", 1, "completed", "a"), Way("often", 9, "completed", "a")]).Select(f => f.Dialog).ShouldBe(["often", "rare"]);

    private static WayGone Way(string dialog, long times, string result, params string[] path) =>
        new() { Dialog = dialog, Path = System.Text.Json.JsonSerializer.Serialize(path), Result = result, LastStep = path[^1], Times = times };
}
