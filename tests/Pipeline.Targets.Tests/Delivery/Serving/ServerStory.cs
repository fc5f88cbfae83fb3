using Pipeline.Testing;

namespace Pipeline.Targets.Delivery.Serving;

/// <summary>A model measured in its image's server, its papers and its manifests: played once, as servers take long.</summary>
public sealed class ServerStory : IAsyncLifetime
{
    private const string Keys =
        "provider interactions forms hardware product user-interface instructions development design architecture data "
        + "human-oversight planned-changes tests-signed-by cybersecurity foreseeable-risks metrics risk-management standards "
        + "declaration-of-conformity post-market-monitoring";

    private static readonly Child Nothing = new(-1, "", "It was not run.");

    internal DeliveryRoot Root { get; } = new();

    internal Child TooStrict { get; private set; } = Nothing;

    internal Child Passed { get; private set; } = Nothing;

    internal Child Again { get; private set; } = Nothing;

    internal Child Dossier { get; private set; } = Nothing;

    internal Child StrictDossier { get; private set; } = Nothing;

    internal Child CompleteDossier { get; private set; } = Nothing;

    internal Child Manifests { get; private set; } = Nothing;

    public ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
            return ValueTask.CompletedTask;
        Root.Change("  gates:\n", """
              server: {requests: 600, warm-up: 200, connections: 2}
              prices: {currency: EUR, servers: {small: {processors: 2, memory: 4000, per-hour: 0.05}}}
              gates:
                - {server: memory, at-most: 2000}
                - {server: latency_p99, at-most: 0.0001}
                - {server: image_size, at-most: 1000}
                - {cost: per-1000-predictions, at-most: 1}

            """);
        TooStrict = Root.Run("Evaluate");
        Root.Change("0.0001}", "60000}");
        Passed = Root.Run("Evaluate");
        Again = Root.Run("Evaluate");
        Dossier = Root.Run("WriteDossier");
        StrictDossier = Root.Run("WriteDossier --strict");
        Root.Write("models/loan-default/dossier.yml", string.Concat(Keys.Split(' ').Select(key => $"{key}: Said so.\n")));
        CompleteDossier = Root.Run("WriteDossier --strict");
        var environments = Root.Read("environments.yml");
        Root.Write("environments.yml", $"{environments}manifests: {{production: {{repository: localhost:5000}}}}\n");
        Manifests = Root.Run("WriteManifests");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Root.Dispose();
        return ValueTask.CompletedTask;
    }
}
