using System.Globalization;
using Pipeline.Core.Predictions;
using Pipeline.ModelServer;

if (args is [PredictionLogTransfer.Word, var sent])
{
    await PredictionLogTransfer.SendAsync(sent, Console.OpenStandardInput(), Console.OpenStandardOutput(), default);
    return 0;
}

if (args is ["health"])
{
    using var client = new HttpClient();
    using var health = await client.GetAsync(new Uri("http://127.0.0.1:8080/v2/health/live"));
    return health.IsSuccessStatusCode ? 0 : 1;
}

// Stands in for the inference server, with the bad habits that a deployment must survive.
var habits = Habits.Read(args, Environment.GetEnvironmentVariable);
if (habits.CrashAtStart)
{
    Console.Error.WriteLine("The model cannot be read.");
    return 3;
}

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(x => x.Listen(habits.Host, habits.Port));
var app = builder.Build();
var asked = -1L;
var log = Array.IndexOf(args, "--log") is >= 0 and var at
    ? Path.Combine(args[at + 1], $"predictions-20260101T000000Z-{Environment.MachineName}-0001.jsonl")
    : null;
app.Run(async context =>
{
    var isProbe = context.Request.Headers.ContainsKey("X-Pipeline-Probe");
    if (context.Request.Path == "/v2/health/ready" || context.Request.Path == "/v2/health/live")
        return;
    if (context.Request.Path == "/crash")
        Environment.FailFast("asked to");
    if (!isProbe)
        habits.Leak();
    using var reader = new StreamReader(context.Request.Body);
    var body = await reader.ReadToEndAsync(context.RequestAborted);
    await Task.Delay(habits.Delay, context.RequestAborted);
    var request = isProbe ? -1 : Interlocked.Increment(ref asked);
    if (request >= 0 && habits.FailsAt(request))
        context.Response.StatusCode = 500;
    if (!isProbe && log is not null)
        await KeepAsync(log, body);
    var answer = string.Create(
        CultureInfo.InvariantCulture, $$"""{"probability": {{habits.Answer}}, "bytes": {{body.Length}}}""");
    context.Response.ContentType = "application/json";
    context.Response.Headers["X-Server"] = Environment.MachineName;
    context.Response.ContentLength = answer.Length;
    if (request < 0 || !habits.BreaksOffAt(request))
    {
        await context.Response.WriteAsync(answer);
        return;
    }

    await context.Response.WriteAsync(answer[..(answer.Length / 2)]);
    await context.Response.Body.FlushAsync();
    context.Abort();
});
await app.StartAsync();
Console.WriteLine("It listens.");
if (habits.Announce is { } announce)
{
    await File.WriteAllTextAsync(announce + ".draft", app.Urls.Single());
    File.Move(announce + ".draft", announce, overwrite: true);
}

await app.WaitForShutdownAsync();
return 0;

// Where there is no room, lines are lost and answers are not.
static async Task KeepAsync(string log, string line)
{
    try
    {
        await File.AppendAllTextAsync(log, $"{line}\n");
    }
    catch (IOException)
    {
    }
}
