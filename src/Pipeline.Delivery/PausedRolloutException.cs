using Pipeline.Deployment.Rollouts;

namespace Pipeline.Delivery;

/// <summary>A rollout that waits for a person, with all that this person needs to decide.</summary>
/// <param name="title">The model and its environment: "loan-default to production".</param>
/// <param name="result">How it came to wait; its reason has address, weight, and requests seen and wanted.</param>
/// <param name="options">Name the environment, and the model where a command needs it: " --environment production".</param>
public sealed class PausedRolloutException(string title, RolloutResult.Paused result, string options) : Exception(
    $"""
    The rollout of {title} waits for a person. {result.Reason}
      address  http://{result.Address}
      decide   ./build.sh Promote{options} --reason "..."
      go on    ./build.sh Deploy{options}
      go back  ./build.sh Rollback{options}
    """);
