namespace ResidentAssistant.Messaging.ToStaff;

/// <summary>A colleague tapped the button of a card.</summary>
/// <param name="Member">The colleague's id at the provider.</param>
/// <param name="CardId">Id of the message that is the card.</param>
/// <param name="ResponseCode">Permission to change the card, good for once.</param>
internal sealed record CardTap(string Member, Guid CardId, string? ResponseCode);

/// <summary>Takes what a card is about for the colleague who tapped; returns what the colleague must be told, or null where the card itself will show it. Provided by Staff, called by Channels.</summary>
internal delegate Task<string?> TakeByCard(CardTap tap, CancellationToken ct);

/// <summary>A colleague asks.</summary>
/// <param name="Member">The colleague's id at the provider.</param>
/// <param name="Text">The words, without a robot's name.</param>
/// <param name="InGroup">Others read the answer too.</param>
internal sealed record StaffQuestion(string Member, string Text, bool InGroup);

/// <summary>Answers a colleague from the tables; always with words. Provided by Staff, called by Channels.</summary>
internal delegate Task<string> AnswerColleague(StaffQuestion question, CancellationToken ct);
