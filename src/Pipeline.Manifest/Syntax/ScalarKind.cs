namespace Pipeline.Manifest.Syntax;

internal enum ScalarKind
{
    Text,
    Null,
    Bool,
    Int,
    Float,
}
