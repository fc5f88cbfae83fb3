using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Data.Expectations.Labels;
using Pipeline.Manifest.Records;

namespace Pipeline.Data.Expectations;

/// <content>Those about the label, and about other data.</content>
public abstract partial record ExpectationSpec
{
    /// <summary>The share of the rarest class of the label, of the rows that have one.</summary>
    public sealed record ClassBalance([property: ManifestKey("class-balance")] Criterion Share) : ExpectationSpec
    {
        private protected override Criterion Limit() => Share;
    }

    /// <summary>
    /// No feature alone predicts the label almost perfectly. The limit is for its power, which is |2 AUC - 1| with two classes;
    /// 0.98, an AUC of 0.99, by default. A manifest that says nothing of it is warned.
    /// </summary>
    public sealed record LabelLeakage : ExpectationSpec
    {
        [ManifestKey("label-leakage")]
        [Description("features: every column that a model reads; none: leaks are not looked for.")]
        public required LeakageScope Scope { get; init; }

        [Inline]
        public Criterion Power { get; init; } = new Criterion.AtMost(LeakageExpectation.UsualLimit);

        public override IEnumerable<Finding> Validate() => RefuseUnlessNumeric(Power);
    }

    /// <summary>expect_column_kl_divergence_to_be_less_than, with measures that are symmetric.</summary>
    public sealed record Drift : ExpectationSpec
    {
        [ManifestKey("drift")]
        public required string Column { get; init; }

        [Description("The profile to compare with, relative to the model's folder.")]
        [Length(1, 1000)]
        public required string From { get; init; }

        [Description("The population stability index.")]
        public Criterion? Psi { get; init; }

        [Description("The Jensen-Shannon distance, from 0 to 1.")]
        public Criterion? JensenShannon { get; init; }

        public override IEnumerable<Finding> Validate() => (Psi, JensenShannon) switch
        {
            (null, null) => [new Finding("", "Nothing says how far is too far; psi or jensen-shannon is accepted.")],
            ({ }, { }) => [new Finding("", "There are two limits; psi or jensen-shannon is accepted.", "Write two entries.")],
            _ => RefuseUnlessNumeric((Psi ?? JensenShannon)!),
        };

        internal override IEnumerable<NamedColumn> Named() => [new("drift", Column)];
    }
}
