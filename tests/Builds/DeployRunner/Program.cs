using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Deployment;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.DeployRunner;
using Pipeline.Docker;
using Pipeline.ModelServer;

// Deploys one image in a process of its own, which a test may kill, or which kills itself as soon as so many changes are made:
// <home> <output folder> <answer> <recreate|canary|steps> [<changes>]. With containers, the project takes the place of the
// folder, and an image's digest that of the answer.
var (home, output, answer, strategy) = (args[0], args[1], args[2], args[3]);
var end = new SuddenEnd(args.Length > 4 ? int.Parse(args[4]) : int.MaxValue);
var isContained = ImageDigest.TryParse(answer, null, out var digest);
var images = new ModelImages(output);
var site = new EnvironmentSite(home, isContained ? output : "acme", "production", ModelName.Parse("loan-default"));
var gateway = new GatewayProgram(Path.Combine(output, "Pipeline.Gateway", "debug"));
IEngine engine = isContained ? new DockerEngine() : new ProcessEngine();
using var environment = new ModelEnvironment(site, new EnvironmentTools(gateway, images) { Engine = engine, Progress = end });
var pause = new PauseSpec { Duration = strategy == "canary" ? TimeSpan.FromMinutes(5) : TimeSpan.FromMilliseconds(1) };
StrategySpec steps = strategy == "recreate" ? new StrategySpec.Recreate() : new StrategySpec.Canary
{
    Steps = [new StepSpec.SetWeight(50), new StepSpec.Pause(pause), new StepSpec.SetWeight(80)],
};
var request = new RolloutRequest(isContained ? digest : images.Of("--answer", answer), new Actor("runner", "test"))
{
    Strategy = steps,
};
var result = await environment.DeployAsync(request, new EnvironmentSpec { Strategy = steps }, [], CancellationToken.None);
Console.WriteLine($"{result.GetType().Name} {result.Revision.Number}");
