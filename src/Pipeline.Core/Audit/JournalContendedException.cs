namespace Pipeline.Core.Audit;

/// <summary>Others wrote to the journal each time that an event was to be appended.</summary>
public sealed class JournalContendedException(string action, string subject, int attempts) : Exception(
    $"'{action}' of '{subject}' was not recorded: others wrote to the journal first, {attempts} times in a row. Run it again.");
