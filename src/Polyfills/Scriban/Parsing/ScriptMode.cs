namespace Scriban.Parsing;

public enum ScriptMode
{
    Default = 0,
    FrontMatterOnly = 1,
    FrontMatterAndContent = 2,
    ScriptOnly = 3,
}
