using ResidentAssistant.Staff;

namespace ResidentAssistant.Conversations;

/// <summary>What a feature has written down in a conversation, as colleagues read it: a ticket, an intent.</summary>
/// <param name="Reference">What people say: E-0042.</param>
/// <param name="What">What it is.</param>
/// <param name="State">How it stands.</param>
/// <param name="At">When it was written down.</param>
internal sealed record Matter(string Reference, string What, string State, DateTimeOffset At);

/// <summary>A feature's matters of a conversation in scope, newest first; a feature that has such registers one, and conversations need not know it.</summary>
internal delegate Task<IReadOnlyList<Matter>> FindMatters(Guid conversationId, StaffScope scope, CancellationToken ct);
