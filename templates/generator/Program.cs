using TemplateGenerator;

if (args is not [var folder])
{
    Console.Error.WriteLine("Usage: dotnet run --project templates/generator -- templates/pipeline/models");
    return 2;
}

foreach (var (path, bytes) in TemplateData.Files())
    await File.WriteAllBytesAsync(Path.Combine(folder, path), bytes);
return 0;
