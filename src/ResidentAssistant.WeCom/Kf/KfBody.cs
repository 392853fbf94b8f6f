namespace ResidentAssistant.WeCom.Kf;

/// <summary>What a message or event says.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/94670</remarks>
public abstract record KfBody;

/// <summary>Words; with <paramref name="MenuId"/> when they come from a tap on a menu.</summary>
public sealed record KfText(string Content, string? MenuId) : KfBody;

/// <summary>A file to be fetched within three days; <paramref name="Type"/> is image, voice, video or file.</summary>
public sealed record KfMedia(string Type, string MediaId) : KfBody;

/// <summary>A place.</summary>
public sealed record KfLocation(double Latitude, double Longitude, string? Name, string? Address) : KfBody;

/// <summary>A link.</summary>
public sealed record KfLink(string? Title, string? Description, string? Url, string? PictureUrl) : KfBody;

/// <summary>Forwarded messages.</summary>
public sealed record KfForwarded(string? Title, IReadOnlyList<string> Lines) : KfBody;

/// <summary>A menu that a colleague or another robot sent.</summary>
public sealed record KfMenuShown(string? Head, string? Tail) : KfBody;

/// <summary>The customer opened the chat.</summary>
/// <param name="Scene">Scene of the link.</param>
/// <param name="SceneParameter">What we appended to the link.</param>
/// <param name="WelcomeCode">Serves one welcome within 20 seconds; absent when the vendor allows none.</param>
public sealed record KfEntered(string? Scene, string? SceneParameter, string? WelcomeCode) : KfBody;

/// <summary>One of our messages did not arrive after all.</summary>
/// <param name="MessageId">Id of our message.</param>
/// <param name="FailType">4 older than 48 hours, 5 ended, 6 over five messages, 10 refused by the customer, 13 security limit.</param>
public sealed record KfSendFailed(string MessageId, int FailType) : KfBody;

/// <summary>A colleague began (1) or stopped (2) receiving.</summary>
public sealed record KfServicerChanged(int Status) : KfBody;

/// <summary>A colleague took (1), passed on (2), ended (3) or opened again (4) the conversation.</summary>
public sealed record KfStateChanged(int ChangeType, string? OldServicer, string? NewServicer, string? MessageCode) : KfBody;

/// <summary>The customer took a message back.</summary>
public sealed record KfRecalled(string MessageId) : KfBody;

/// <summary>Anything else, or what is not of the expected form; <paramref name="Type"/> is the vendor's name of it.</summary>
public sealed record KfUnknown(string Type) : KfBody;
