namespace ResidentAssistant.Web;

/// <summary>Sign-in by membership elsewhere: where to send the browser, and who came back. There only when a channel offers it.</summary>
/// <param name="Address">The page to go to, from which the browser returns to an address with a code and the state.</param>
/// <param name="MemberAsync">The member's id behind a code, or null for somebody who is no member.</param>
internal sealed record MemberSignIn(Func<Uri, string, Uri> Address, Func<string, CancellationToken, Task<string?>> MemberAsync);
