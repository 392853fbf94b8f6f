namespace ResidentAssistant.WeCom;

/// <summary>What a refusal means for the caller.</summary>
public enum ErrorClass
{
    /// <summary>Busy or out of reach: the same call may succeed soon.</summary>
    Transient,

    /// <summary>Secret or token is not accepted; calls of this app stop until a person has looked.</summary>
    Auth,

    /// <summary>Called too often, or an allowance is used up.</summary>
    Quota,

    /// <summary>The conversation does not allow it now: too many messages, too late, or in the wrong state.</summary>
    Window,

    /// <summary>The app or this address lacks a right that an administrator must give.</summary>
    Permission,

    /// <summary>The call itself is wrong and will stay so.</summary>
    Data,
}
