using Pipeline.Core.Problems;

namespace Pipeline.Models;

/// <summary>What somebody wants an option to be.</summary>
/// <param name="Name">Of the option, as it was written.</param>
/// <param name="Value">As it was written.</param>
/// <param name="Location">Where it was written, if in a file.</param>
public sealed record TrainerSetting(string Name, double Value, SourceLocation? Location = null);
