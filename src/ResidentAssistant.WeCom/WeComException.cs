using System.Globalization;

namespace ResidentAssistant.WeCom;

/// <summary>The vendor said no, or nothing that can be read. Its message holds the call, the code and the class, never a secret or a person's words.</summary>
public sealed class WeComException : Exception
{
    internal WeComException(string call, int code, string? vendorText) : base(Sentence(call, code))
    {
        (Call, Code, VendorText) = (call, code, vendorText);
        Class = WeComErrors.ClassOf(code);
        PauseFor = WeComErrors.PauseFor(code);
    }

    internal WeComException(string call, string how, bool answerLost, TimeSpan? pauseFor = null, Exception? cause = null) : base($"{call}: {how}", cause)
    {
        (Call, AnswerLost, PauseFor) = (call, answerLost, pauseFor ?? TimeSpan.FromSeconds(1));
        Class = ErrorClass.Transient;
    }

    private WeComException(string call, int code, TimeSpan pauseFor) : base($"{(code == 0 ? $"{call}: no answer a moment ago" : Sentence(call, code))}; not asked again yet")
    {
        (Call, Code, PauseFor) = (call, code, pauseFor);
        Class = WeComErrors.ClassOf(code);
    }

    /// <summary>The vendor's <c>errcode</c>; 0 when there was no readable answer.</summary>
    public int Code { get; }

    /// <summary>What it means for the caller.</summary>
    public ErrorClass Class { get; }

    /// <summary>The vendor's path, such as <c>kf/send_msg</c>.</summary>
    public string Call { get; }

    /// <summary>How long the same call is known to be useless.</summary>
    public TimeSpan? PauseFor { get; }

    /// <summary>No readable answer came (time-out, broken connection, HTTP 5xx): the call may have had its effect.</summary>
    public bool AnswerLost { get; }

    /// <summary>The vendor's <c>errmsg</c>, for a person who looks; it changes without notice, so nothing may depend on it.</summary>
    public string? VendorText { get; }

    internal static WeComException Paused(string call, int code, TimeSpan pauseFor) => new(call, code, pauseFor);

    private static string Sentence(string call, int code) =>
        string.Create(CultureInfo.InvariantCulture, $"{call} was refused with {code} ({WeComErrors.ClassOf(code)})");
}
