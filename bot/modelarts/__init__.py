"""The ModelArts image API as its reference describes it."""
