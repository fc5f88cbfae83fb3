using Pipeline.Core.Identity;

namespace Pipeline.Reporting.ModelCards;

/// <summary>What is other than in an earlier version of the model.</summary>
/// <param name="Since">The version that it is held against.</param>
/// <param name="Groups">None where nothing changed.</param>
public sealed record CardChanges(ModelVersion Since, IReadOnlyList<CardChangeGroup> Groups);

/// <summary>Changes of one kind.</summary>
/// <param name="Title">For people: "Metrics", "Data", "Training", "Features", "Gates".</param>
/// <param name="Changes">At least one.</param>
public sealed record CardChangeGroup(string Title, IReadOnlyList<CardChange> Changes);

/// <summary>One thing that is other than it was.</summary>
/// <param name="Name">What it is: "roc_auc", "rows", "params.trees".</param>
/// <param name="Before">What it was; "" for what is new.</param>
/// <param name="Now">What it is now; "" for what is gone.</param>
/// <param name="Note">By how much, or why that says little; "" where there is nothing to say.</param>
public sealed record CardChange(string Name, string Before, string Now, string Note = "");
