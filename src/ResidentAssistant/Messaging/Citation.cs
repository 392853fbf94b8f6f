namespace ResidentAssistant.Messaging;

/// <summary>Where an answer comes from: kept with the message, so that what was said can be traced to its exact text.</summary>
/// <param name="Id">Id of the answer.</param>
/// <param name="Hash">Hash of its text as it was then.</param>
/// <param name="Title">The question it answers.</param>
/// <param name="Source">What it rests on, as people read it.</param>
/// <param name="Path">Path of its page.</param>
/// <param name="Body">Characters of the message that are the answer itself; what follows names the source and is left out where the channel shows sources by itself.</param>
internal sealed record Citation(string Id, string Hash, string Title, string Source, string Path, int Body);
