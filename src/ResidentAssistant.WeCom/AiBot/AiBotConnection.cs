using ResidentAssistant.WeCom.Messages;

namespace ResidentAssistant.WeCom.AiBot;

/// <summary>The smart robot's long connection: one per robot, kept alive, opened again with growing pauses, given up when a newer one takes its place.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/101463</remarks>
public sealed class AiBotConnection(AiBotApp app, Uri address, Func<AiBotCallback, CancellationToken, Task> take, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Where the vendor answers.</summary>
    public static readonly Uri VendorAddress = new("wss://openws.work.weixin.qq.com");

    /// <summary>True while the robot is subscribed.</summary>
    public bool Subscribed { get; private set; }

    /// <summary>Called with every change; the fault says why a connection was lost.</summary>
    public Action<AiBotState, Exception?>? Changed { get; init; }

    /// <summary>Connects and stays connected until cancelled (throws), replaced by a newer connection, or refused for good.</summary>
    public Task<AiBotState> RunAsync(CancellationToken ct)
    {
        _ = (app, address, take, clock);
        throw new InvalidOperationException();
    }

    /// <summary>Answers a message with text that grows: each call replaces what stood before, until <paramref name="finish"/>; at most 20480 bytes of markdown.</summary>
    public Task RespondStreamAsync(AiBotCallback to, string streamId, string content, bool finish, CancellationToken ct) => throw new InvalidOperationException();

    /// <summary>Answers a message with a card.</summary>
    public Task RespondCardAsync(AiBotCallback to, TemplateCard card, CancellationToken ct) => throw new InvalidOperationException();

    /// <summary>Greets who entered, within 5 seconds of the event.</summary>
    public Task RespondWelcomeAsync(AiBotCallback to, string text, CancellationToken ct) => throw new InvalidOperationException();

    /// <summary>Changes a card after a tap, within 5 seconds of the event.</summary>
    public Task RespondUpdateAsync(AiBotCallback to, TemplateCard card, CancellationToken ct) => throw new InvalidOperationException();

    /// <summary>Says something unasked in a conversation where somebody has written before; a group by its chatid, a member by userid.</summary>
    public Task PushMarkdownAsync(string chatId, AiBotChat chat, string content, CancellationToken ct) => throw new InvalidOperationException();

    /// <summary>Shows a card unasked in a conversation where somebody has written before.</summary>
    public Task PushCardAsync(string chatId, AiBotChat chat, TemplateCard card, CancellationToken ct) => throw new InvalidOperationException();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
