using System.Text.Json;
using Pipeline.Delivery.Stages;
using static Pipeline.Delivery.Stages.StageInput;

namespace Pipeline.Delivery;

/// <summary>
/// The steps of a delivery, each with what it reads. From that follow the order of the steps, what a step's fingerprint holds,
/// and what is said of why it runs.
/// </summary>
public sealed class DeliveryStep
{
    private DeliveryStep(string name, params IReadOnlyList<StageInput> inputs) => (Name, Inputs) = (name, inputs);

    /// <summary>As a person calls it: "ValidateData".</summary>
    public string Name { get; }

    /// <summary>As documents and records call it: "validate-data".</summary>
    public string Id => JsonNamingPolicy.KebabCaseLower.ConvertName(Name);

    /// <summary>In the order in which they are looked at.</summary>
    public IReadOnlyList<StageInput> Inputs { get; }

    /// <summary>The steps whose results it reads, directly or through others.</summary>
    public IReadOnlySet<DeliveryStep> Behind => Inputs
        .Select(input => input.Producer)
        .OfType<DeliveryStep>()
        .SelectMany(producer => producer.Behind.Append(producer))
        .ToHashSet();

    /// <summary>Holds the dataset against its schema and expectations.</summary>
    public static DeliveryStep ValidateData { get; } = new(
        nameof(ValidateData),
        new ManifestSection("data"), new ManifestSection("task"), new DataFiles(), new ExtensionSources(), new ClockBucket());

    /// <summary>Trains the model on the train rows.</summary>
    public static DeliveryStep Train { get; } = new(
        nameof(Train),
        new ManifestSection("training"), new ManifestSection("decision"), new ManifestSection("task"),
        new ManifestSection("name"), new ValidatedRows(ValidateData), new TrainerCode(), new TrainerFiles());

    /// <summary>Judges the model by the test rows and its gates.</summary>
    public static DeliveryStep Evaluate { get; } = new(
        nameof(Evaluate),
        new ManifestSection("evaluation"), new ManifestSection("name"), new ModelFiles(Train), new ExtensionSources(),
        new ValidatedRows(ValidateData), new CrossValidated(Train), new ComparedModel(), new ServerProgram(),
        new BehaviourTestFile());

    /// <summary>Gives the model its version.</summary>
    public static DeliveryStep Register { get; } = new(nameof(Register), new ModelFiles(Train), new PassedGates(Evaluate));

    /// <summary>Writes the card of the version.</summary>
    public static DeliveryStep WriteModelCard { get; } = new(
        nameof(WriteModelCard),
        new ManifestSection("name"), new ManifestSection("task"), new ManifestSection("owner"),
        new ManifestSection("description"), new ManifestSection("card"),
        new StageDocument(Train, "run.json"), new StageDocument(Evaluate, "evaluation.json"),
        new TemplateFiles(), new ValidatedRows(ValidateData), new RegisteredVersion(Register));

    /// <summary>Packages the model into a container image.</summary>
    public static DeliveryStep Package { get; } = new(
        nameof(Package),
        new ManifestSection("package"), new ManifestSection("name"), new ModelFiles(Train), new FlavorCode(Train),
        new PassedGates(Evaluate), new ServerProgram(), new BaseImage());

    /// <summary>Rolls the image out to the environments.</summary>
    public static DeliveryStep Deploy { get; } = new(
        nameof(Deploy), new PackagedImage(Package), new RegisteredVersion(Register), new WrittenCard(WriteModelCard));

    /// <summary>All of it.</summary>
    public static DeliveryStep Release { get; } = new(nameof(Release), new RolledOutImage(Deploy));

    /// <summary>Says what the values are like; it reads the data and nothing else.</summary>
    public static DeliveryStep ProfileData { get; } = new(nameof(ProfileData), new DataFiles());

    /// <summary>What a release runs, in an order in which nothing comes before what it reads.</summary>
    public static IReadOnlyList<DeliveryStep> OfARelease { get; } =
        [ValidateData, Train, Evaluate, Register, WriteModelCard, Package, Deploy, Release];

    public override string ToString() => Name;
}
