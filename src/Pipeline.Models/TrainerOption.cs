namespace Pipeline.Models;

/// <summary>A knob of a trainer, as the manifest's <c>options</c> name it.</summary>
/// <param name="Name">In kebab-case: "learning-rate".</param>
/// <param name="Description">One sentence.</param>
/// <param name="Default">What it is when the manifest is silent.</param>
/// <param name="Minimum">The smallest value that is accepted.</param>
/// <param name="Maximum">The largest value that is accepted.</param>
/// <param name="IsWhole">Only whole numbers are accepted.</param>
public sealed record TrainerOption(
    string Name, string Description, double Default, double Minimum, double Maximum, bool IsWhole);
