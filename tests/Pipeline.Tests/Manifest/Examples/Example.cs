using Pipeline.Core.Problems;

namespace Pipeline.Manifest.Examples;

/// <summary>The two manifests that the documentation shows, and the sections that they need.</summary>
internal static class Example
{
    public const string Model = """
        pipeline: 1
        name: loan-default
        task: binary-classification            # regression, multiclass-classification
        owner: risk-team@example.com
        description: Probability that a loan of this applicant is not repaid.
        card: {intended-use: ..., out-of-scope: ..., limitations: ..., assumptions: ...}
        data:
          path: data/loans.csv                 # or a .dvc pointer
          label: {column: defaulted, positive: "yes"}
          ignore: [application_id]
          protected: [sex, age_band]
          split: {by: hash, of: [application_id], test: 0.2}          # or by: random with a seed, by: time, or given files
          columns:
            income: {type: number, between: [0, 1e7], missing: {at-most: 0.05}}
            purpose: {type: category, one-of: [car, home, education, other]}
          expect:
            - {rows: {at-least: 5000}}
            - {unique: application_id}
        training:
          trainer: fast-tree
          options: {trees: 200, leaves: 31, learning-rate: 0.08}
          seed: 7
        evaluation:
          gates:
            - {metric: roc_auc, at-least: 0.80}
            - {metric: roc_auc, no-worse-than: champion, margin: 0.005, confidence: 0.95}
            - {metric: recall, slice: sex, at-least: 0.6}
            - {metric: demographic_parity_ratio, group: sex, at-least: 0.8}
            - {robustness: missing-values, metric: roc_auc, drop: {at-most: 0.05}}
            - {metric: latency_p99_ms, at-most: 5}
        package: {base: host}

        """;

    public const string Environments = """
        project: acme-risk
        environments:
          staging: {engine: auto, address: auto, strategy: {type: recreate}}
          production:
            engine: docker
            address: "127.0.0.1:8081"
            requires: [{healthy: staging, for: 10m}]
            admin-token: {env: PIPELINE_ADMIN_TOKEN}
            strategy: {type: canary, steps: [{weight: 10}, {analyze: 2m}, {weight: 50}, {analyze: 2m}]}
            analysis: [{metric: error_rate, no-worse-than: stable, margin: 0.005, confidence: 0.95, requests-at-least: 500}]

        """;

    public static ManifestSchema<ModelFrame> ModelSchema { get; } = ManifestSchema.Model(
        ManifestSection.Required<DataSection>("data"),
        ManifestSection.Required<TrainingSection>("training"),
        ManifestSection.Required<EvaluationSection>("evaluation"),
        ManifestSection.Optional<PackageSection>("package"));

    public static ManifestSchema<EnvironmentsFrame> EnvironmentsSchema { get; } = ManifestSchema.Environments(
        ManifestSection.Required<IReadOnlyDictionary<string, EnvironmentSpec>>("environments"));

    public static Validated<BoundManifest<ModelFrame>> ReadModel(string text) =>
        ManifestReader.Read(text, "model.yml", ModelSchema);

    public static Validated<BoundManifest<EnvironmentsFrame>> ReadEnvironments(string text) =>
        ManifestReader.Read(text, "environments.yml", EnvironmentsSchema);
}
