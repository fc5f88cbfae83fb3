using Pipeline.Models.Tables;

namespace Pipeline.Models;

/// <summary>
/// A way in which rows arrive otherwise than a model was trained on, and which its answers should bear. It keeps nothing and may
/// be used by many threads at once. Rules implement <see cref="IRobustnessRule{TOptions}"/>; a team's own is a public class that
/// has a constructor without parameters.
/// </summary>
public interface IRobustnessRule
{
    /// <summary>As gates have it, in kebab-case: "missing-values".</summary>
    string Name { get; }

    /// <summary>The record of its options.</summary>
    Type Options { get; }

    /// <summary>Whether it can disturb an input at all; a gate that names another is a problem.</summary>
    bool Takes(ModelInput input);

    /// <summary>
    /// Whether a server answers rows whose value it has disturbed there. Inputs of which it does not are disturbed only where a
    /// gate names them, and such rows are then counted as refused. Default: yes.
    /// </summary>
    /// <param name="signature">Says what becomes of values that training has not seen.</param>
    /// <param name="input">That the rule takes.</param>
    bool IsAdmitted(ModelSignature signature, ModelInput input) => true;

    /// <summary>Disturbs single values, so that one input can be disturbed alone. Default: yes.</summary>
    bool IsOfValues => true;

    /// <summary>The rows as they may arrive; the same request gives the same rows.</summary>
    /// <param name="rows">Rows, the inputs to disturb, and chance.</param>
    /// <param name="options">A record of the rule's own; null for its defaults.</param>
    /// <exception cref="ArgumentException">The options are another rule's.</exception>
    DisturbedRows Disturb(RowsToDisturb rows, object? options);
}

/// <summary>A rule with options, which the <c>options</c> of a manifest's gate are bound to.</summary>
/// <typeparam name="TOptions">A record as <see cref="ITrainer{TOptions}"/> has it.</typeparam>
public interface IRobustnessRule<in TOptions> : IRobustnessRule
    where TOptions : class, new()
{
    Type IRobustnessRule.Options => typeof(TOptions);

    DisturbedRows IRobustnessRule.Disturb(RowsToDisturb rows, object? options) => options switch
    {
        null => Disturb(rows, new TOptions()),
        TOptions own => Disturb(rows, own),
        var other => throw new ArgumentException($"{Name} has no {other.GetType().Name}.", nameof(options)),
    };

    /// <inheritdoc cref="IRobustnessRule.Disturb"/>
    DisturbedRows Disturb(RowsToDisturb rows, TOptions options);
}

/// <summary>Rows after a rule has disturbed them.</summary>
/// <param name="Rows">
/// With the same columns, in any order. A value that a server does not take is no mistake: its row counts as refused.
/// </param>
/// <param name="Origins">Of each row, which of the given rows it was; null where all are still in their places.</param>
public sealed record DisturbedRows(Table Rows, IReadOnlyList<int>? Origins = null);
